/**
 * The judge: reads the sandbox's ledger and the consumer's files, nothing else, and decides whether
 * every promise was kept.
 */
package org.amarula.chaos.verdict;
