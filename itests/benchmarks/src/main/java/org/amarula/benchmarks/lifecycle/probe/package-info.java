/** The bundle that measures inside of the framework; it reports in words of the JDK alone. */
package org.amarula.benchmarks.lifecycle.probe;
