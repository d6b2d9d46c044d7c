/** From the opened socket to an encrypted one (spec/transport.md 1.2, 2). */
package org.amarula.connection.internal.handshake;
