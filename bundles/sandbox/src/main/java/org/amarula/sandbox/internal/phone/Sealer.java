package org.amarula.sandbox.internal.phone;

import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.devices.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts for one device after the other, with a new session where needed. On the lane. */
final class Sealer {
  private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);

  private final PhoneSessions sessions;
  private final PhoneNetwork network;

  Sealer(PhoneSessions sessions, PhoneNetwork network) {
    this.sessions = sessions;
    this.network = network;
  }

  /** The ciphertext for one device; a device that cannot be trusted gets none. */
  Optional<NodeBuilder> enc(Device device, Message content) {
    if (!PhoneSessions.isGenuine(device)) {
      LOG.warn("{} is not vouched for and gets no message.", device);
      return Optional.empty();
    }
    try {
      if (!sessions.has(device)) {
        start(device);
      }
      return Optional.of(sealed(device, content));
    } catch (SignalException e) {
      LOG.warn("No session with {}: {}", device, e.getMessage());
      return Optional.empty();
    }
  }

  private void start(Device device) throws SignalException {
    sessions.start(device, device.keys());
    network.keysTaken(device);
  }

  private NodeBuilder sealed(Device device, Message content) throws SignalException {
    Encrypted encrypted = sessions.encrypt(device, content.toByteArray());
    return Node.builder("enc")
        .attribute("v", "2")
        .attribute("type", encrypted.type().text())
        .bytes(encrypted.bytes());
  }

  /** The same for a device that asks again, with the session that its receipt calls for. */
  Optional<NodeBuilder> again(Device requester, Node receipt, Message content) {
    try {
      Optional<PreKeyBundle> bundle = RetryParts.bundle(receipt);
      if (bundle.isPresent()) {
        sessions.start(requester, bundle.get());
      } else if (!sessions.has(requester)
          || receipt.requireChild("retry").numberAttribute("count").orElse(1) > 1) {
        start(requester);
      }
      return Optional.of(sealed(requester, content));
    } catch (SignalException e) {
      LOG.warn("No session with {}: {}", requester, e.getMessage());
      return Optional.empty();
    }
  }
}
