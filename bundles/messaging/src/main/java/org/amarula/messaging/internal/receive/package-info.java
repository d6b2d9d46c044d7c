/** Receiving messages: one atomic batch per ciphertext, one answer per stanza. */
package org.amarula.messaging.internal.receive;
