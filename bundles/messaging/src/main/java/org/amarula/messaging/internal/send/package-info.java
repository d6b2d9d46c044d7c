/** Sending to one contact: devices, sessions, one batch, one stanza. */
package org.amarula.messaging.internal.send;
