/** Processes apart, and what one can know about its own. */
package org.amarula.benchmarks.process;
