/** What the sandbox itself can carry, so that others know what they measure. */
package org.amarula.benchmarks.capacity;
