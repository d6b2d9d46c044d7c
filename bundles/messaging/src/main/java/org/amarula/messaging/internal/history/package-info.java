/**
 * The history that our phone hands over: kept as a duty with the message that told it, read chunk
 * by chunk, and learnt from (spec/features.md 4).
 */
package org.amarula.messaging.internal.history;
