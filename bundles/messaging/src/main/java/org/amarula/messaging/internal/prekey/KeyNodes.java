package org.amarula.messaging.internal.prekey;

import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.signal.InvalidKeyException;
import org.amarula.crypto.signal.PreKeyBundle;

/** Keys in nodes, spec/signal.md 2.2 and 2.3: 32 raw bytes, ids of 3 bytes. */
public final class KeyNodes {
  private static final byte[] TYPE = {5};
  private static final int KEY = 32;
  private static final int SIGNATURE = 64;

  private KeyNodes() {}

  /** {@code <registration>}. */
  public static Node registration(int id) {
    return node("registration", number(id, 4));
  }

  /** {@code <type>}. */
  public static Node type() {
    return node("type", TYPE);
  }

  /** {@code <identity>}. */
  public static Node identity(byte[] publicKey) {
    return node("identity", publicKey);
  }

  /** {@code <key>}, a one-time pre-key. */
  public static Node key(int id, byte[] publicKey) {
    return Node.builder("key")
        .child(node("id", number(id, 3)))
        .child(node("value", publicKey))
        .build();
  }

  /** {@code <skey>}. */
  public static Node signedKey(Credentials.SignedPreKey key) {
    return signedKey(key.id(), key.keys().publicKey(), key.signature().toArray());
  }

  /** {@code <skey>} of its parts. */
  public static Node signedKey(int id, byte[] publicKey, byte[] signature) {
    return Node.builder("skey")
        .child(node("id", number(id, 3)))
        .child(node("value", publicKey))
        .child(node("signature", signature))
        .build();
  }

  /**
   * The bundle in {@code keys}; fails when a part is missing or has a wrong length. The signature
   * is checked by whoever builds a session from it.
   *
   * @param keys what holds type, identity, skey and perhaps key
   * @param holder what holds the registration
   */
  public static PreKeyBundle bundle(Node keys, Node holder) throws MalformedBundleException {
    try {
      byte[] registration = exactly(holder, "registration", 4);
      if (exactly(keys, "type", 1)[0] != TYPE[0]) {
        throw new MalformedBundleException("The keys are of an unknown type.");
      }
      Node signed = child(keys, "skey");
      PreKeyBundle bundle =
          new PreKeyBundle(
              number(registration),
              SignalPublicKey.encode(exactly(keys, "identity", KEY)),
              number(exactly(signed, "id", 3)),
              SignalPublicKey.encode(exactly(signed, "value", KEY)),
              exactly(signed, "signature", SIGNATURE));
      Optional<Node> once = keys.child("key");
      return once.isEmpty() ? bundle : withPreKey(bundle, once.get());
    } catch (InvalidKeyException e) {
      throw new MalformedBundleException("A key has the wrong form.");
    }
  }

  private static PreKeyBundle withPreKey(PreKeyBundle bundle, Node key)
      throws MalformedBundleException, InvalidKeyException {
    int id = number(exactly(key, "id", 3));
    return bundle.withPreKey(id, SignalPublicKey.encode(exactly(key, "value", KEY)));
  }

  private static Node child(Node parent, String tag) throws MalformedBundleException {
    return parent
        .child(tag)
        .orElseThrow(() -> new MalformedBundleException("The bundle lacks its " + tag + "."));
  }

  private static byte[] exactly(Node parent, String tag, int length)
      throws MalformedBundleException {
    byte[] value = child(parent, tag).contentAsBytes().orElseGet(() -> new byte[0]);
    if (value.length != length) {
      throw new MalformedBundleException("The bundle's " + tag + " has a wrong length.");
    }
    return value;
  }

  private static Node node(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }

  private static byte[] number(int value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >> 8 * (length - 1 - i));
    }
    return bytes;
  }

  private static int number(byte[] bytes) {
    int value = 0;
    for (byte next : bytes) {
      value = value << 8 | next & 0xff;
    }
    return value;
  }
}
