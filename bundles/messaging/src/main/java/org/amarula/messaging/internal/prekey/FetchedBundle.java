package org.amarula.messaging.internal.prekey;

import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.PreKeyBundle;

/** A bundle as it came, with what is said to vouch for the companion; nothing is verified yet. */
public final class FetchedBundle {
  private final PreKeyBundle bundle;
  private final byte[] deviceIdentity;

  private FetchedBundle(PreKeyBundle bundle, byte[] deviceIdentity) {
    this.bundle = bundle;
    this.deviceIdentity = deviceIdentity;
  }

  /** Reads {@code <user>} of a reply, spec/signal.md 2.3. */
  static FetchedBundle ofUser(Node user) throws MalformedBundleException {
    return read(user.child("keys").orElse(user), user);
  }

  /** Reads {@code <keys>} of a retry receipt, spec/signal.md 7.6. */
  public static FetchedBundle ofReceipt(Node receipt) throws MalformedBundleException {
    Node keys =
        receipt
            .child("keys")
            .orElseThrow(() -> new MalformedBundleException("The receipt holds no keys."));
    return read(keys, receipt);
  }

  private static FetchedBundle read(Node keys, Node holder) throws MalformedBundleException {
    byte[] identity =
        keys.child("device-identity")
            .or(() -> holder.child("device-identity"))
            .flatMap(Node::contentAsBytes)
            .orElseGet(() -> new byte[0]);
    return new FetchedBundle(KeyNodes.bundle(keys, holder), identity);
  }

  /** The keys. */
  public PreKeyBundle keys() {
    return bundle;
  }

  /** The ADVSignedDeviceIdentity of a companion, if it came along. */
  Optional<byte[]> deviceIdentity() {
    return deviceIdentity.length == 0 ? Optional.empty() : Optional.of(deviceIdentity.clone());
  }
}
