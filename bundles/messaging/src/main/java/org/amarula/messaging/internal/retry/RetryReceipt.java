package org.amarula.messaging.internal.retry;

import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.KeyNodes;
import org.amarula.messaging.internal.prekey.MalformedBundleException;
import org.amarula.messaging.internal.stanza.Answers;

/** The receipt that asks for a message again, spec/signal.md 7.6. */
public final class RetryReceipt {
  private RetryReceipt() {}

  /** Our own keys, as they go into a receipt. */
  static final class OwnKeys {
    private final int registrationId;
    private final byte[] identity;
    private final Node signedKey;
    private final byte[] deviceIdentity;

    OwnKeys(int registrationId, byte[] identity, Node signedKey, byte[] deviceIdentity) {
      this.registrationId = registrationId;
      this.identity = identity;
      this.signedKey = signedKey;
      this.deviceIdentity = deviceIdentity;
    }

    /** With another signed pre-key than that of the credentials. */
    OwnKeys with(Node signed) {
      return new OwnKeys(registrationId, identity, signed, deviceIdentity);
    }

    static OwnKeys of(Link link) {
      return new OwnKeys(
          link.credentials().registrationId(),
          link.credentials().identity().publicKey(),
          KeyNodes.signedKey(link.credentials().signedPreKey()),
          link.deviceIdentity().toArray());
    }

    private Node keys(Node oneTimeKey) {
      return Node.builder("keys")
          .child(KeyNodes.type())
          .child(KeyNodes.identity(identity))
          .child(oneTimeKey)
          .child(signedKey)
          .child(Node.builder("device-identity").bytes(deviceIdentity).build())
          .build();
    }
  }

  /** Whether our keys go along: from the second time on, or when the sender needs them at once. */
  static boolean needsKeys(int count, boolean atOnce) {
    return count > 1 || atOnce;
  }

  /** The receipt without keys. */
  static Node of(Node message, OwnKeys own, int count, int error) {
    return start(message, own, count, error).build();
  }

  /** The receipt with our keys, among them a fresh one-time key. */
  static Node withKeys(Node message, OwnKeys own, int count, int error, Node oneTimeKey) {
    return start(message, own, count, error).child(own.keys(oneTimeKey)).build();
  }

  private static NodeBuilder start(Node message, OwnKeys own, int count, int error) {
    NodeBuilder receipt =
        Node.builder("receipt")
            .attributeIfPresent("id", message.attribute("id"))
            .attribute("type", "retry");
    Answers.copy(message, "from", receipt, "to");
    Answers.copy(message, "participant", receipt, "participant");
    Answers.copy(message, "recipient", receipt, "recipient");
    if (message.hasAttribute("category", "peer")) {
      receipt.attribute("category", "peer");
    }
    Node retry =
        Node.builder("retry")
            .attribute("count", count)
            .attributeIfPresent("id", message.attribute("id"))
            .attributeIfPresent("t", message.attribute("t"))
            .attribute("v", "1")
            .attribute("error", error)
            .build();
    return receipt.child(retry).child(KeyNodes.registration(own.registrationId));
  }

  /** The keys in somebody's receipt; nothing when they are incomplete or malformed. */
  static Optional<FetchedBundle> keys(Node receipt) {
    try {
      return Optional.of(FetchedBundle.ofReceipt(receipt));
    } catch (MalformedBundleException e) {
      return Optional.empty();
    }
  }

  /** The registration id in somebody's receipt, 0 when there is none. */
  static int registrationId(Node receipt) {
    byte[] id =
        receipt.child("registration").flatMap(Node::contentAsBytes).orElseGet(() -> new byte[0]);
    int value = 0;
    for (int i = 0; id.length == 4 && i < 4; i++) {
      value = value << 8 | id[i] & 0xff;
    }
    return value;
  }
}
