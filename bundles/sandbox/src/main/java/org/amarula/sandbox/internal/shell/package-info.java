/** The commands {@code sandbox-*} and the server that they start, as OSGi components. */
package org.amarula.sandbox.internal.shell;
