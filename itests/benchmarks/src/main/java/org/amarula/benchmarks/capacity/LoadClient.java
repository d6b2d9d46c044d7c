package org.amarula.benchmarks.capacity;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.amarula.api.jid.Jid;
import org.amarula.benchmarks.process.Sandbox;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.amarula.codec.Prologue;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.noise.NoiseTransport;
import org.amarula.crypto.pairing.PairingResult;
import org.amarula.crypto.pairing.PairingVerifier;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.proto.handshake.ClientPayload;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * As little of a client as the sandbox lets in: it pairs, logs in, and then hands each stanza to
 * somebody. Made and linked by one thread.
 */
final class LoadClient {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final NodeCodec CODEC = NodeCodecs.standard();
  private static final String VERSION = "2.3000.1000";

  private final WebSocketClient sockets;
  private final Sandbox sandbox;
  private final KeyPair noise = KeyPair.generate(RANDOM);
  private FrameAssembler frames;
  private NoiseTransport transport;
  private LoadSocket socket;
  private BlockingQueue<byte[]> bodies;
  private final Object turn = new Object(); // guards the reader and what came before it
  private Consumer<Node> reader;
  private Jid pn;
  private Jid lid;

  LoadClient(WebSocketClient sockets, Sandbox sandbox) {
    this.sockets = sockets;
    this.sandbox = sandbox;
  }

  Jid lid() {
    return lid;
  }

  /** Links a new account's companion and logs it in; it is live when this returns. */
  void link() throws Exception {
    KeyPair identity = KeyPair.generate(RANDOM);
    byte[] advSecret = new byte[32];
    RANDOM.nextBytes(advSecret);
    open(registration(identity).build());
    Node request = expect("iq");
    send(result(request).build());
    Node ref = request.requireChild("pair-device").children("ref").get(0);
    sandbox.scan(qr(ref.contentAsString().orElseThrow(), identity, advSecret));
    Node offer = expect("iq");
    Node success = offer.requireChild("pair-success");
    byte[] container = success.requireChild("device-identity").requireBytes();
    PairingResult paired = new PairingVerifier(RANDOM).verify(advSecret, identity, container);
    pn = success.requireChild("device").requireJidAttribute("jid");
    lid = success.requireChild("device").requireJidAttribute("lid");
    Node signed =
        Node.builder("device-identity")
            .attribute("key-index", paired.keyIndex())
            .bytes(paired.reply())
            .build();
    send(result(offer).child(Node.builder("pair-device-sign").child(signed).build()).build());
    socket.awaitClosed();
    login();
  }

  private void login() throws Exception {
    open(
        payload()
            .setUsername(Long.parseLong(pn.user()))
            .setDevice(pn.device())
            .setPassive(true)
            .build());
    expect("success");
    send(
        Node.builder("iq")
            .attribute("id", "1")
            .attribute("to", Jid.SERVER)
            .attribute("type", "set")
            .attribute("xmlns", "passive")
            .child(Node.of("active"))
            .build());
    expect("iq");
  }

  /** From now on hands stanzas to somebody, on threads of the sockets. */
  void listen(Consumer<Node> to) {
    synchronized (turn) {
      while (bodies != null && !bodies.isEmpty()) {
        to.accept(decode(bodies.remove()));
      }
      bodies = null;
      reader = to;
    }
  }

  private void open(ClientPayload payload) throws Exception {
    frames = new FrameAssembler(FrameAssembler.TRANSPORT_MAXIMUM);
    transport = null;
    bodies = new LinkedBlockingQueue<>();
    byte[] root = HexFormat.of().parseHex(sandbox.rootPublicKey());
    NoiseInitiator initiator = new NoiseInitiator(noise, root, Clock.systemUTC(), RANDOM);
    socket = LoadSocket.open(sockets, URI.create(sandbox.url()), this::bytes);
    socket.write(Prologue.client());
    socket.write(FrameAssembler.frame(initiator.clientHello()));
    initiator.readServerHello(body());
    byte[] finish = FrameAssembler.frame(initiator.clientFinish(payload.toByteArray()));
    transport = initiator.split();
    socket.write(finish);
  }

  private void bytes(byte[] bytes) {
    synchronized (turn) {
      for (byte[] body : frames.feed(bytes)) {
        if (reader == null) {
          bodies.add(body);
        } else {
          reader.accept(decode(body));
        }
      }
    }
  }

  private Node decode(byte[] body) {
    try {
      return CODEC.decode(transport.open(body));
    } catch (NoiseException | MalformedNodeException e) {
      throw new IllegalStateException("The sandbox sent nonsense.", e);
    }
  }

  private byte[] body() throws InterruptedException {
    byte[] body = bodies.poll(60, TimeUnit.SECONDS);
    if (body == null) {
      throw new IllegalStateException("The sandbox does not answer.");
    }
    return body;
  }

  private Node expect(String tag) throws InterruptedException {
    Node node = decode(body());
    while (!node.is(tag)) {
      node = decode(body());
    }
    return node;
  }

  /** Seals and writes; one thread at a time, in this order. */
  synchronized void send(Node node) {
    socket.write(FrameAssembler.frame(transport.seal(CODEC.encode(node))));
  }

  private static org.amarula.codec.NodeBuilder result(Node request) {
    return Node.builder("iq")
        .attribute("to", Jid.SERVER)
        .attribute("id", request.requireAttribute("id"))
        .attribute("type", "result");
  }

  private String qr(String ref, KeyPair identity, byte[] advSecret) {
    Base64.Encoder base64 = Base64.getEncoder();
    return "https://wa.me/settings/linked_devices#"
        + String.join(
            ",",
            ref,
            base64.encodeToString(noise.publicKey()),
            base64.encodeToString(identity.publicKey()),
            base64.encodeToString(advSecret),
            "1");
  }

  private static ClientPayload.Builder payload() {
    return ClientPayload.newBuilder()
        .setUserAgent(
            ClientPayload.UserAgent.newBuilder()
                .setPlatform(ClientPayload.UserAgent.Platform.WEB)
                .setAppVersion(
                    ClientPayload.UserAgent.AppVersion.newBuilder()
                        .setPrimary(2)
                        .setSecondary(3000)
                        .setTertiary(1000)));
  }

  private static ClientPayload.Builder registration(KeyPair identity) throws Exception {
    KeyPair signedPreKey = KeyPair.generate(RANDOM);
    byte[] version = VERSION.getBytes(StandardCharsets.US_ASCII);
    return payload()
        .setPassive(false)
        .setPull(false)
        .setDevicePairingData(
            ClientPayload.DevicePairingRegistrationData.newBuilder()
                .setERegid(bytes(0, 0, 0, 7))
                .setEKeytype(bytes(5))
                .setEIdent(ByteString.copyFrom(identity.publicKey()))
                .setESkeyId(bytes(0, 0, 1))
                .setESkeyVal(ByteString.copyFrom(signedPreKey.publicKey()))
                .setESkeySig(
                    ByteString.copyFrom(SignedPreKeySignature.sign(identity, signedPreKey, RANDOM)))
                .setBuildHash(
                    ByteString.copyFrom(MessageDigest.getInstance("MD5").digest(version))));
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
