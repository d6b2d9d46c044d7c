/** What is to be reached, what was measured, and how both are told. */
package org.amarula.benchmarks.goal;
