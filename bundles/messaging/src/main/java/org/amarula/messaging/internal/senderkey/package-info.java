/** Sender keys: those of others, our own, and who has our own (spec/signal.md 4). */
package org.amarula.messaging.internal.senderkey;
