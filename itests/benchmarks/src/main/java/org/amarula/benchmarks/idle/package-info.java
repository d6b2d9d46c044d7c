/** Accounts that are connected and have nothing to do: G15, G16, G21, and crash to online. */
package org.amarula.benchmarks.idle;
