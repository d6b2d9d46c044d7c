package org.amarula.crypto.signal;

/**
 * What every message repeats until the peer answers (spec signal.md 3.3): {@code preKeyId} is 0
 * when the bundle held no one-time pre-key.
 */
record PendingPreKey(int preKeyId, int signedPreKeyId, byte[] baseKey, long createdMillis) {}
