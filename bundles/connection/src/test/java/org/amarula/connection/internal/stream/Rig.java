package org.amarula.connection.internal.stream;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.codec.NodeCodecs;
import org.amarula.connection.Credentials;
import org.amarula.connection.HttpExchange;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamSettings;
import org.amarula.connection.internal.version.VersionSource;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.PairingVerifier;

/** One stream against one scripted server, in one thread, with time that stands still. */
final class Rig {
  static final DeviceIdentity DEVICE = new DeviceIdentity(7, 1_700_000_000L, 3, false, false);

  final ServerKeys keys = ServerKeys.create();
  final ScriptedServer server = new ScriptedServer(keys);
  final ManualTime time = new ManualTime();
  final ManualLane lane = new ManualLane();
  final RecordingListener listener = new RecordingListener();
  final KeyPair account = KeyPair.generate(Devices.RANDOM);
  final Credentials credentials;
  final Streams streams;
  private Bytes root = Bytes.wrap(keys.root().publicKey());
  private Duration keepAlive = Duration.ofSeconds(30);
  private NodeStream stream;

  private Rig(Credentials credentials) {
    this.credentials = credentials;
    this.streams =
        new Streams(
            new Surroundings(
                server,
                HttpExchange.NONE,
                VersionSource.NONE,
                NodeCodecs.standard(),
                (key, anchor) -> new NoiseInitiator(key, anchor, time.clock(), Devices.RANDOM),
                new PairingVerifier(Devices.RANDOM),
                time,
                time.clock(),
                time::nanos,
                Devices.RANDOM));
  }

  /** A device that is not linked; nothing has begun. */
  static Rig unpaired() {
    return new Rig(Devices.unpaired());
  }

  /** A linked device; nothing has begun. */
  static Rig paired() {
    return new Rig(Devices.paired());
  }

  static Rig with(Credentials credentials) {
    return new Rig(credentials);
  }

  /** A linked device that is logged in. */
  static Rig loggedIn() {
    return paired().connected().accepted();
  }

  /** The server accepts the login. */
  Rig accepted() {
    serve(Node.builder("success").attribute("t", 1_700_000_000L).build());
    return this;
  }

  /** An unpaired device that shows the first of six codes. */
  static Rig showingQr() {
    Rig rig = unpaired().connected();
    rig.serve(pairDevice("ref-1", "ref-2", "ref-3", "ref-4", "ref-5", "ref-6"));
    rig.server.take();
    return rig;
  }

  Rig trusting(KeyPair other) {
    root = Bytes.wrap(other.publicKey());
    return this;
  }

  /** Pings after a silence of this length at most. */
  Rig keepingAlive(Duration interval) {
    keepAlive = interval;
    return this;
  }

  NodeStream stream() {
    return stream;
  }

  /** Opens the stream; the socket is not open yet. */
  Rig opened() {
    stream = streams.open(settings(), credentials, lane, listener);
    lane.settle();
    return this;
  }

  private StreamSettings settings() {
    StreamSettings usual = Devices.settings(URI.create("ws://127.0.0.1:1/ws/chat"), root);
    return new StreamSettings(
        usual.url(),
        usual.rootPublicKey(),
        usual.webVersion(),
        usual.deviceName(),
        usual.devicePlatform(),
        usual.connectTimeout(),
        usual.queryTimeout(),
        keepAlive,
        usual.tlsCertificatePath(),
        usual.fullHistory());
  }

  /** Opens the stream and lets the handshake run. */
  Rig connected() {
    opened();
    server.accept();
    lane.settle();
    return this;
  }

  /** The server sends a node, and the client deals with it. */
  void serve(Node node) {
    server.send(node);
    lane.settle();
  }

  void pass(Duration duration) {
    time.advance(duration, lane::settle);
    lane.settle();
  }

  /** Lets seconds pass while the server gives signs of life. */
  void keepTalking(int seconds) {
    for (int i = 0; i < seconds; i++) {
      pass(Duration.ofSeconds(1));
      if (listener.ends.isEmpty()) {
        serve(Node.builder("ib").child(Node.of("thread_metadata")).build());
      }
    }
  }

  <T> CompletionStage<T> asked(CompletionStage<T> stage) {
    lane.settle();
    return stage;
  }

  DisconnectReason end() {
    return listener.end().orElseThrow();
  }

  static Node pairDevice(String... refs) {
    NodeBuilder pairDevice = Node.builder("pair-device");
    for (String ref : refs) {
      pairDevice.child(Node.builder("ref").bytes(Bytes.utf8(ref).toArray()).build());
    }
    return serverIq("set", "41").attribute("xmlns", "md").child(pairDevice.build()).build();
  }

  static NodeBuilder serverIq(String type, String id) {
    return Node.builder("iq")
        .attribute("from", Jid.SERVER)
        .attribute("id", id)
        .attribute("type", type);
  }

  /** What the phone answers to a code that shows these credentials. */
  byte[] container(Credentials shown) {
    return new DeviceIdentitySigner(account, Devices.RANDOM)
        .container(DEVICE, shown.identity().publicKey(), shown.advSecret().toArray());
  }

  static Node pairSuccess(byte[] container) {
    Node success =
        Node.builder("pair-success")
            .child(Node.builder("device-identity").bytes(container).build())
            .child(
                Node.builder("device")
                    .attribute("jid", Devices.OWN)
                    .attribute("lid", Devices.LID)
                    .build())
            .child(Node.builder("platform").attribute("name", "android").build())
            .build();
    return serverIq("set", "42").attribute("xmlns", "md").child(success).build();
  }
}
