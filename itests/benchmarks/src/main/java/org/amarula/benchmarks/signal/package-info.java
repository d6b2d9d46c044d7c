/** The Signal protocol and frames: ours, other implementations, and what the curve allows. */
package org.amarula.benchmarks.signal;
