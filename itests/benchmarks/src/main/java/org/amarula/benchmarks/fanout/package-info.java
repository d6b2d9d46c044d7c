/**
 * One account's messenger between a store and a server in memory: large groups, and what comes in.
 */
package org.amarula.benchmarks.fanout;
