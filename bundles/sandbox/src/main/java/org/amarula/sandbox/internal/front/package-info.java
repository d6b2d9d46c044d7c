/** The sockets: WebSocket, HTTP and TLS on one port. */
package org.amarula.sandbox.internal.front;
