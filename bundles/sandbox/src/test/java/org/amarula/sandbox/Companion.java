package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.PairingResult;
import org.amarula.crypto.pairing.PairingVerifier;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.proto.handshake.ClientPayload.DevicePairingRegistrationData;
import org.amarula.proto.handshake.ClientPayload.UserAgent;
import org.amarula.sandbox.internal.keys.BigEndian;

/** A scripted companion: credentials, pairing, login and key upload, step by step. */
final class Companion implements AutoCloseable {
  static final SecureRandom RANDOM = new SecureRandom();

  final SandboxServer server;
  final KeyPair noise = KeyPair.generate(RANDOM);
  final KeyPair identity = KeyPair.generate(RANDOM);
  final KeyPair signedPreKey = KeyPair.generate(RANDOM);
  final Map<Integer, KeyPair> preKeys = new HashMap<>();
  final int registrationId = 1 + RANDOM.nextInt(16380);
  final byte[] advSecret = new byte[32];
  String version = "2.3000.1000";
  byte[] prologue = RawConnection.plainPrologue();
  RawConnection connection;
  Jid pn;
  Jid lid;
  byte[] signedIdentity;
  private int ids;

  Companion(SandboxServer server) {
    this.server = server;
    RANDOM.nextBytes(advSecret);
  }

  /** Paired, logged in, keys uploaded, live. */
  static Companion ready(SandboxServer server, String phone) throws Exception {
    Companion companion = new Companion(server);
    companion.pair(phone);
    companion.login();
    companion.upload(10);
    companion.activate();
    return companion;
  }

  String id() {
    return "t-" + ++ids;
  }

  byte[] signature() {
    return SignedPreKeySignature.sign(identity, signedPreKey, RANDOM);
  }

  ClientPayload.Builder payload() {
    String[] parts = version.split("\\.", -1);
    return ClientPayload.newBuilder()
        .setUserAgent(
            UserAgent.newBuilder()
                .setPlatform(UserAgent.Platform.WEB)
                .setAppVersion(
                    UserAgent.AppVersion.newBuilder()
                        .setPrimary(Integer.parseInt(parts[0]))
                        .setSecondary(Integer.parseInt(parts[1]))
                        .setTertiary(Integer.parseInt(parts[2]))));
  }

  ClientPayload.Builder registration() throws Exception {
    byte[] buildHash =
        MessageDigest.getInstance("MD5").digest(version.getBytes(StandardCharsets.US_ASCII));
    return payload()
        .setPassive(false)
        .setPull(false)
        .setDevicePairingData(
            DevicePairingRegistrationData.newBuilder()
                .setERegid(bytes(BigEndian.of(registrationId, 4)))
                .setEKeytype(bytes(new byte[] {5}))
                .setEIdent(bytes(identity.publicKey()))
                .setESkeyId(bytes(BigEndian.of(1, 3)))
                .setESkeyVal(bytes(signedPreKey.publicKey()))
                .setESkeySig(bytes(signature()))
                .setBuildHash(bytes(buildHash)));
  }

  private static ByteString bytes(byte[] value) {
    return ByteString.copyFrom(value);
  }

  void open(ClientPayload payload) throws Exception {
    connection = RawConnection.open(server, noise, prologue, payload.toByteArray());
  }

  /** Registers and gives the QR text of the first ref. */
  String register() throws Exception {
    open(registration().build());
    Node request = connection.expect("iq");
    connection.send(result(request).build());
    return qr(request.requireChild("pair-device").children("ref").get(0));
  }

  String qr(Node ref) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "https://wa.me/settings/linked_devices#"
        + String.join(
            ",",
            ref.contentAsString().orElseThrow(),
            base64.encodeToString(noise.publicKey()),
            base64.encodeToString(identity.publicKey()),
            base64.encodeToString(advSecret),
            "1");
  }

  static NodeBuilder result(Node request) {
    return Node.builder("iq")
        .attribute("to", Jid.SERVER)
        .attribute("id", request.requireAttribute("id"))
        .attribute("type", "result");
  }

  void pair(String phone) throws Exception {
    String qr = register();
    server.scan(qr, phone, "Owner " + phone);
    finishPairing(advSecret);
  }

  void finishPairing(byte[] secret) throws Exception {
    answerPairing(secret);
    connection.expect(node -> node.is("stream:error") && node.hasAttribute("code", "515"));
    connection.awaitClosed();
  }

  /** Signs and answers, and waits for nothing behind it. */
  void answerPairing(byte[] secret) throws Exception {
    Node request = connection.expect(node -> node.child("pair-success").isPresent());
    Node success = request.requireChild("pair-success");
    PairingResult paired =
        new PairingVerifier(RANDOM)
            .verify(secret, identity, success.requireChild("device-identity").requireBytes());
    pn = success.requireChild("device").requireJidAttribute("jid");
    lid = success.requireChild("device").requireJidAttribute("lid");
    signedIdentity = paired.signedIdentity();
    Node identityNode =
        Node.builder("device-identity")
            .attribute("key-index", paired.keyIndex())
            .bytes(paired.reply())
            .build();
    connection.send(
        result(request)
            .child(Node.builder("pair-device-sign").child(identityNode).build())
            .build());
  }

  ClientPayload.Builder loginPayload() {
    return payload()
        .setUsername(Long.parseLong(pn.user()))
        .setDevice(pn.device())
        .setPassive(true)
        .setPull(true);
  }

  Node login() throws Exception {
    open(loginPayload().build());
    return connection.expect("success");
  }

  Node iq(String type, String xmlns, Node child) {
    return Node.builder("iq")
        .attribute("id", id())
        .attribute("to", Jid.SERVER)
        .attribute("type", type)
        .attribute("xmlns", xmlns)
        .child(child)
        .build();
  }

  Node ask(String type, String xmlns, Node child) throws Exception {
    return connection.ask(iq(type, xmlns, child));
  }

  Node upload(int count) throws Exception {
    return ask(keys(count, signature()));
  }

  Node ask(Node iq) throws Exception {
    return connection.ask(iq);
  }

  Node keys(int count, byte[] signature) {
    List<Node> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = preKeys.size() + 1;
      KeyPair pair = KeyPair.generate(RANDOM);
      preKeys.put(id, pair);
      keys.add(key("key", id, pair, null));
    }
    return Node.builder("iq")
        .attribute("id", id())
        .attribute("to", Jid.SERVER)
        .attribute("type", "set")
        .attribute("xmlns", "encrypt")
        .child(content("registration", BigEndian.of(registrationId, 4)))
        .child(content("type", new byte[] {5}))
        .child(content("identity", identity.publicKey()))
        .child(Node.builder("list").children(keys).build())
        .child(key("skey", 1, signedPreKey, signature))
        .build();
  }

  static Node key(String tag, int id, KeyPair pair, byte[] signature) {
    NodeBuilder key =
        Node.builder(tag)
            .child(content("id", BigEndian.of(id, 3)))
            .child(content("value", pair.publicKey()));
    return signature == null ? key.build() : key.child(content("signature", signature)).build();
  }

  static Node content(String tag, byte[] bytes) {
    return Node.builder(tag).bytes(bytes).build();
  }

  /** Becomes live and gives the end of the offline phase, if it comes at once. */
  Node activate() throws Exception {
    ask("set", "passive", Node.of("active"));
    return connection.expect(
        node ->
            node.is("ib")
                && (node.child("offline").isPresent()
                    || node.child("offline_preview").isPresent()));
  }

  void offlineBatch() {
    connection.send(
        Node.builder("ib")
            .child(Node.builder("offline_batch").attribute("count", 100).build())
            .build());
  }

  void ack(Node stanza) {
    connection.send(
        Node.builder("ack")
            .attribute("id", stanza.requireAttribute("id"))
            .attribute("class", stanza.tag())
            .attribute("to", stanza.requireJidAttribute("from"))
            .build());
  }

  void receipt(Node message) {
    connection.send(
        Node.builder("receipt")
            .attribute("id", message.requireAttribute("id"))
            .attribute("to", message.requireJidAttribute("from"))
            .build());
  }

  /** Closes, and waits until the server has noticed: nothing more is sent to this connection. */
  void leave() {
    long before = server.stats().get("connections");
    close();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (server.stats().get("connections") == before) {
      assertThat(System.nanoTime()).as("the end is not noticed").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
  }
}
