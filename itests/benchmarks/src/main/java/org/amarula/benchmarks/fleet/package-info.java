/** Many accounts in one process, assembled without a framework. */
package org.amarula.benchmarks.fleet;
