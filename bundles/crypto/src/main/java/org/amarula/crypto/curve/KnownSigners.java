package org.amarula.crypto.curve;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies XEdDSA signatures as {@link XEdDsa#verify} does, in about half of the time for a public
 * key that signed before: in a group the same few keys sign message after message. Remembers the
 * images of the keys that were used last, about 4 KiB each, and only of such that have signed
 * something; holds public values only. Thread-safe.
 */
public final class KnownSigners {
  private static final int CAPACITY = 512;

  private final Map<ByteBuffer, MappedKey> known = // guarded by itself
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, MappedKey> eldest) {
          return size() > CAPACITY;
        }
      };

  /** Whether the signature over the message is that of the raw public key. Never throws. */
  public boolean verify(byte[] publicKey32, byte[] message, byte[] signature) {
    MappedKey remembered = find(publicKey32);
    Optional<MappedKey> key =
        remembered == null ? MappedKey.of(publicKey32) : Optional.of(prepared(remembered));
    boolean valid = key.isPresent() && XEdDsa.verify(key.get(), message, signature);
    if (valid && key.get() != remembered) {
      remember(publicKey32.clone(), key.get());
    }
    return valid;
  }

  /** How many keys it remembers. */
  int size() {
    synchronized (known) {
      return known.size();
    }
  }

  // Whoever signs a second time is likely to go on.
  private static MappedKey prepared(MappedKey key) {
    return key.isPrepared() ? key : key.prepared();
  }

  private MappedKey find(byte[] publicKey32) {
    synchronized (known) {
      return known.get(ByteBuffer.wrap(publicKey32));
    }
  }

  private void remember(byte[] publicKey32, MappedKey key) {
    synchronized (known) {
      known.put(ByteBuffer.wrap(publicKey32), key);
    }
  }
}
