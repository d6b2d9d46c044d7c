package org.amarula.connection.internal.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.event.PairingCode;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.LinkCodePrimary;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.amarula.crypto.pairing.WrappedKey;

/** The server's and the phone's side of pairing by phone number, as a test wants it. */
final class LinkCodePhone {
  static final String NUMBER = "15551230001";
  private static final String REGISTRATION = "link_code_companion_reg";

  final Rig rig;
  final List<Node> asked = new ArrayList<>();
  String ref = "code-ref-1";
  private byte[] companionEphemeral = {};
  private KeyPair ephemeral = KeyPair.generate(Devices.RANDOM);

  LinkCodePhone(Rig rig) {
    this.rig = rig;
  }

  CompletableFuture<PairingCode> ask() {
    return ask(PairingCodeRequest.of(NUMBER));
  }

  CompletableFuture<PairingCode> ask(PairingCodeRequest request) {
    return rig.asked(rig.stream().requestPairingCode(request)).toCompletableFuture();
  }

  /** Asks for a code, and the server accepts it. */
  PairingCode shown() {
    CompletableFuture<PairingCode> code = ask();
    accept();
    return code.join();
  }

  /** The request that the client sent last, taken. */
  Node taken() {
    Node node = rig.server.take();
    asked.add(node);
    return node;
  }

  /** The server accepts the request that is there. */
  void accept() {
    Node hello = taken();
    answer(hello, registration("companion_hello", bytes("link_code_pairing_ref", ref)));
  }

  void answer(Node request, Node child) {
    rig.serve(Rig.serverIq("result", request.requireAttribute("id")).child(child).build());
  }

  void refuse(Node request, int code, String text) {
    Node error = Node.builder("error").attribute("code", code).attribute("text", text).build();
    rig.serve(Rig.serverIq("error", request.requireAttribute("id")).child(error).build());
  }

  static Node registration(String stage, Node... children) {
    return Node.builder(REGISTRATION).attribute("stage", stage).children(List.of(children)).build();
  }

  static Node bytes(String tag, String text) {
    return bytes(tag, Bytes.utf8(text).toArray());
  }

  static Node bytes(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }

  /** The content of a child of a request. */
  static byte[] part(Node request, String tag) {
    return request.requireChild(REGISTRATION).requireChild(tag).requireBytes();
  }

  /** Somebody types a code on the phone, which greets the companion. */
  void type(String code) {
    notify(typed(code));
  }

  /** The greeting of a phone on which this code was typed. */
  Node typed(String code) {
    LinkCode link = LinkCode.parse(code);
    Node hello =
        asked.stream()
            .filter(node -> stage(node).equals("companion_hello"))
            .reduce((one, other) -> other)
            .orElseThrow();
    ephemeral = KeyPair.generate(Devices.RANDOM);
    try {
      companionEphemeral =
          WrappedKey.unwrap(link, part(hello, "link_code_pairing_wrapped_companion_ephemeral_pub"));
    } catch (LinkCodeRefusedException e) {
      throw new AssertionError(e);
    }
    return primaryHello(
        WrappedKey.wrap(link, ephemeral.publicKey(), Devices.RANDOM), rig.account.publicKey(), ref);
  }

  static Node primaryHello(byte[] wrapped, byte[] identity, String ref) {
    return registration(
        "primary_hello",
        bytes("link_code_pairing_wrapped_primary_ephemeral_pub", wrapped),
        bytes("primary_identity_pub", identity),
        bytes("link_code_pairing_ref", ref));
  }

  /** Tells the companion a stage; its acknowledgement is taken. */
  void notify(Node registration) {
    rig.serve(notification(Jid.SERVER).child(registration).build());
    Node ack = rig.server.take();
    if (!ack.is("ack")) {
      throw new AssertionError("Not acknowledged at once, but " + ack);
    }
  }

  static org.amarula.codec.NodeBuilder notification(Jid from) {
    return Node.builder("notification")
        .attribute("from", from)
        .attribute("id", "88")
        .attribute("type", REGISTRATION);
  }

  /** The secret in the key bundle that the companion sent; fails after a wrong code. */
  byte[] open(Node finish) throws LinkCodeRefusedException {
    return new LinkCodePrimary(ephemeral, rig.account)
        .open(
            companionEphemeral,
            part(finish, "companion_identity_public"),
            part(finish, "link_code_pairing_wrapped_key_bundle"));
  }

  /** The server takes the key bundle. */
  void acceptFinish(Node finish) {
    rig.serve(Rig.serverIq("result", finish.requireAttribute("id")).build());
  }

  static String stage(Node request) {
    return request.requireChild(REGISTRATION).attribute("stage").orElse("");
  }
}
