/** The WebSocket below a stream: a byte pipe whose message boundaries mean nothing. */
package org.amarula.connection.internal.socket;
