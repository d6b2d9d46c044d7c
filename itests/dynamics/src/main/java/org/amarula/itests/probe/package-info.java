/**
 * The classes of the probe: a consumer's bundle that the harness makes and installs. Loaded inside
 * the framework only.
 */
package org.amarula.itests.probe;
