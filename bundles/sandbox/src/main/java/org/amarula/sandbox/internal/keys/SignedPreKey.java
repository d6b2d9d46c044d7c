package org.amarula.sandbox.internal.keys;

import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.SignedPreKeySignature;

/**
 * A signed pre-key as a device uploaded it.
 *
 * @param id 24 bits
 * @param publicKey raw, 32 bytes
 * @param signature 64 bytes
 */
public record SignedPreKey(int id, Bytes publicKey, Bytes signature) {

  /** Reads {@code <skey>}; nothing when a length is wrong. */
  public static Optional<SignedPreKey> of(Node skey) {
    byte[] id = skey.requireChild("id").requireBytes();
    byte[] value = skey.requireChild("value").requireBytes();
    byte[] signature = skey.requireChild("signature").requireBytes();
    return id.length == 3 && value.length == 32 && signature.length == 64
        ? Optional.of(
            new SignedPreKey(BigEndian.toInt(id), Bytes.wrap(value), Bytes.wrap(signature)))
        : Optional.empty();
  }

  /** Whether this identity signed it. */
  public boolean isSignedBy(Bytes identity) {
    return SignedPreKeySignature.verify(
        identity.toArray(), publicKey.toArray(), signature.toArray());
  }

  /** The element of a key bundle; a forged one has a wrong signature. */
  public Node toNode(boolean forged) {
    byte[] signed = signature.toArray();
    if (forged) {
      signed[0] ^= 1;
    }
    return Node.builder("skey")
        .child(Node.builder("id").bytes(BigEndian.of(id, 3)).build())
        .child(Node.builder("value").bytes(publicKey.toArray()).build())
        .child(Node.builder("signature").bytes(signed).build())
        .build();
  }
}
