/**
 * Stories over the whole stack without a framework: the real bundles, a real socket, the sandbox.
 */
package org.amarula.stack;
