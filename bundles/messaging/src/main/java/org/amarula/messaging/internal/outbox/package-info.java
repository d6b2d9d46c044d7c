/** Durable sends: what is stored first, and sent until the server's acknowledgement is durable. */
package org.amarula.messaging.internal.outbox;
