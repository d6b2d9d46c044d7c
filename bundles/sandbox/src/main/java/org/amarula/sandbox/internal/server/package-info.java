/** The chat server as a whole, without its sockets. */
package org.amarula.sandbox.internal.server;
