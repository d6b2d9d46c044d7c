/** Instances in an embedded framework, without any connection: G17, G18, and crowds of them. */
package org.amarula.benchmarks.lifecycle;
