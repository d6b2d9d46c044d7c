package org.amarula.sandbox.internal.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.proto.pairing.ADVSignedDeviceIdentity;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.StreamErrors;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;

/**
 * One unpaired connection: it holds refs until a phone scans one (spec transport.md 7). Lives as
 * long as the connection; confined to the lane.
 */
final class PairingAttempt implements LinkOwner {
  private final Link link;
  private final Registration registration;
  private final PairingDesk desk;
  private final List<String> refs = new ArrayList<>();
  private Optional<Offer> offer = Optional.empty();
  private Optional<LinkCodeAttempt> linkCode = Optional.empty();

  PairingAttempt(Link link, Registration registration, PairingDesk desk) {
    this.link = link;
    this.registration = registration;
    this.desk = desk;
  }

  Registration registration() {
    return registration;
  }

  Link link() {
    return link;
  }

  List<String> refs() {
    return refs;
  }

  Optional<LinkCodeAttempt> linkCode() {
    return linkCode;
  }

  void linkCode(LinkCodeAttempt attempt) {
    linkCode = Optional.of(attempt);
  }

  boolean isPending() {
    return offer.isPresent();
  }

  /** Sends the refs to show. */
  void offerRefs(String id, List<String> offered) {
    refs.addAll(offered);
    NodeBuilder pairDevice = Node.builder("pair-device");
    offered.forEach(ref -> pairDevice.child(Node.builder("ref").bytes(ascii(ref)).build()));
    link.send(request(id, pairDevice.build()));
  }

  /** Sends the pair-success of spec transport.md 7.4. */
  void succeed(Offer offered, byte[] container) {
    offer = Optional.of(offered);
    Jid pn = offered.account().jid(Jid.PN).withDevice(offered.device());
    Jid lid = offered.account().jid(Jid.LID).withDevice(offered.device());
    Node success =
        Node.builder("pair-success")
            .child(Node.builder("device-identity").bytes(container).build())
            .child(Node.builder("device").attribute("jid", pn).attribute("lid", lid).build())
            .child(Node.builder("platform").attribute("name", "android").build())
            .build();
    link.send(request(offered.requestId(), success));
  }

  private static Node request(String id, Node child) {
    return Node.builder("iq")
        .attribute("from", Jid.SERVER)
        .attribute("id", id)
        .attribute("type", "set")
        .attribute("xmlns", "md")
        .child(child)
        .build();
  }

  @Override
  public void received(Node node) {
    if (!node.is("iq")) {
      return; // acks and telemetry
    }
    String type = node.attribute("type").orElse("");
    try {
      if (type.equals("result") || type.equals("error")) {
        answered(node, type.equals("result"));
      } else {
        desk.request(this, node);
      }
    } catch (UnexpectedNodeException e) {
      desk.violation("malformed-stanza", e.getMessage());
      link.send(Answers.error(node, 400, "bad-request"));
    }
  }

  private void answered(Node iq, boolean success) {
    if (offer.isEmpty() || !iq.hasAttribute("id", offer.get().requestId())) {
      return; // the answer to pair-device
    }
    Offer made = offer.get();
    offer = Optional.empty();
    if (!success) {
      desk.declined();
      link.close(); // transport.md 7.7: forget the device
      return;
    }
    Node identity = iq.requireChild("pair-device-sign").requireChild("device-identity");
    try {
      if (!desk.paired(device(made, identity))) {
        return;
      }
      link.send(StreamErrors.code("515"));
    } catch (DeviceIdentityRefusedException e) {
      desk.violation("device-identity", "The companion's signature is not acceptable.");
      link.send(StreamErrors.code("401"));
    }
    link.close();
  }

  /** Checks the companion's half of the identity and completes it. */
  private Device device(Offer made, Node identity) throws DeviceIdentityRefusedException {
    byte[] reply = identity.requireBytes();
    made.account().signer().verifyReply(made.identity(), registration.identity().toArray(), reply);
    ADVSignedDeviceIdentity signed = parse(reply);
    if (signed.hasAccountSignatureKey()) {
      desk.violation("account-key-in-reply", "The account key must be left out of the reply.");
    }
    if (!identity.hasAttribute("key-index", Long.toString(made.identity().keyIndex()))) {
      desk.violation("key-index", "The reply has another key index.");
    }
    ByteString accountKey = ByteString.copyFrom(made.account().identity().publicKey());
    byte[] complete = signed.toBuilder().setAccountSignatureKey(accountKey).build().toByteArray();
    return new Device(
        made.account(),
        made.device(),
        (int) made.identity().keyIndex(),
        registration.noiseKey(),
        Bytes.wrap(complete),
        registration.keys());
  }

  private static ADVSignedDeviceIdentity parse(byte[] reply) {
    try {
      return ADVSignedDeviceIdentity.parseFrom(reply);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("Verified bytes do not parse.", e);
    }
  }

  @Override
  public void closed() {
    desk.forget(this);
  }

  static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
