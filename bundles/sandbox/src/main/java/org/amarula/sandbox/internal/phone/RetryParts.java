package org.amarula.sandbox.internal.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.signal.InvalidKeyException;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.SignalException;
import org.amarula.sandbox.internal.keys.BigEndian;
import org.amarula.sandbox.internal.keys.SignedPreKey;

/** The children of a retry receipt, written and read (spec signal.md 7.6). Stateless. */
final class RetryParts {
  private RetryParts() {}

  static List<Node> of(
      PhoneKeys keys, String id, int count, String time, SignalException failure, boolean full) {
    List<Node> parts = new ArrayList<>();
    parts.add(
        Node.builder("retry")
            .attribute("count", count)
            .attribute("id", id)
            .attribute("t", time)
            .attribute("v", "1")
            .attribute("error", failure.retryCode())
            .build());
    parts.add(bytes("registration", BigEndian.of(keys.local().registrationId(), 4)));
    if (full) {
      parts.add(
          Node.builder("keys")
              .child(bytes("type", new byte[] {5}))
              .child(bytes("identity", keys.stock().identity().toArray()))
              .child(keys.fresh().toNode())
              .child(keys.stock().signedPreKey().toNode(false))
              .build());
    }
    return parts;
  }

  /** The bundle in a retry receipt, if it holds one that is complete. */
  static Optional<PreKeyBundle> bundle(Node receipt) throws InvalidKeyException {
    Optional<Node> keys = receipt.child("keys");
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Optional<SignedPreKey> signed = SignedPreKey.of(keys.get().requireChild("skey"));
    byte[] identity = keys.get().requireChild("identity").requireBytes();
    byte[] registration = receipt.requireChild("registration").requireBytes();
    if (signed.isEmpty() || identity.length != 32 || registration.length != 4) {
      return Optional.empty();
    }
    PreKeyBundle bundle =
        new PreKeyBundle(
            BigEndian.toInt(registration),
            SignalPublicKey.encode(identity),
            signed.get().id(),
            SignalPublicKey.encode(signed.get().publicKey().toArray()),
            signed.get().signature().toArray());
    Optional<Node> key = keys.get().child("key");
    return Optional.of(key.isEmpty() ? bundle : with(bundle, key.get()));
  }

  private static PreKeyBundle with(PreKeyBundle bundle, Node key) throws InvalidKeyException {
    byte[] value = key.requireChild("value").requireBytes();
    if (value.length != 32) {
      return bundle;
    }
    int id = BigEndian.toInt(key.requireChild("id").requireBytes());
    return bundle.withPreKey(id, SignalPublicKey.encode(value));
  }

  private static Node bytes(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }
}
