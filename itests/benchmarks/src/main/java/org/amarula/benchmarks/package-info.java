/**
 * Measures the goals: each group of goals is a program of its own in a fresh process, with its
 * peers in others, so that none spoils the heap or the compiled code of another.
 */
package org.amarula.benchmarks;
