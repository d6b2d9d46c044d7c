package org.amarula.crypto.curve;

import static org.assertj.core.api.Assertions.assertThat;

/** Verifies a signature in each way that there is, all of which have to agree. */
final class Verification {
  private Verification() {}

  static boolean verify(byte[] publicKey32, byte[] message, byte[] signature) {
    boolean verified = XEdDsa.verify(publicKey32, message, signature);
    boolean prepared =
        MappedKey.of(publicKey32)
            .map(key -> XEdDsa.verify(key.prepared(), message, signature))
            .orElse(false);
    assertThat(prepared).isEqualTo(verified);
    return verified;
  }
}
