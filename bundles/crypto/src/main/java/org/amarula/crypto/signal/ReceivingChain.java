package org.amarula.crypto.signal;

/** One of the peer's ratchet keys and the chain that belongs to it. Immutable. */
record ReceivingChain(byte[] ratchetKey, KeyChain keys) {}
