/**
 * One stream of nodes to the chat server: socket, Noise, pairing, login, queries and keep-alive. It
 * knows nodes, not messages.
 */
@Export
@Version("0.1.0")
package org.amarula.connection;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
