package org.amarula.crypto.signal;

/** What a session was built from and keeps for life, spec signal.md 3.6. The arrays are shared. */
record SessionOrigin(
    byte[] localIdentity,
    byte[] remoteIdentity,
    int remoteRegistrationId,
    byte[] baseKey,
    boolean baseKeyOurs,
    long createdMillis) {}
