package org.amarula.sandbox.internal.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.amarula.api.ProtocolException;
import org.amarula.codec.FrameAssembler;
import org.amarula.codec.FrameTooLargeException;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.PrologueReader;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseResponder;
import org.amarula.crypto.noise.NoiseTransport;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.record.Recorder;

/**
 * One client's connection from its prologue to its end (spec transport.md 1.4, 2.7). Lives as long
 * as the socket; confined to the lane.
 */
public final class Link {
  private static final int COMPRESS_FROM = 512;
  private static final int MALFORMED_LIMIT = 3;

  private enum Phase {
    PROLOGUE,
    HELLO,
    FINISH,
    OPEN,
    CLOSED
  }

  private final Socket socket;
  private final NodeCodec codec;
  private final FaultBoard faults;
  private final Gate gate;
  private final NoiseResponder noise;
  private final Recorder recorder;
  private final PrologueReader prologue = new PrologueReader();
  private final FrameAssembler frames = new FrameAssembler(FrameAssembler.HANDSHAKE_MAXIMUM);
  private Phase phase = Phase.PROLOGUE;
  private NoiseTransport transport;
  private LinkOwner owner;
  private String label;
  private int malformed;
  private boolean deaf;
  private boolean blind;

  /** A connection whose first bytes are still to come. */
  public Link(
      Socket socket,
      NodeCodec codec,
      NoiseResponder noise,
      FaultBoard faults,
      Gate gate,
      Recorder recorder,
      String label) {
    this.recorder = recorder;
    this.label = label;
    this.socket = socket;
    this.codec = codec;
    this.noise = noise;
    this.faults = faults;
    this.gate = gate;
  }

  /** Takes in bytes, wherever they were cut on their way. */
  public void bytes(ByteBuffer chunk) {
    if (phase == Phase.CLOSED || deaf) {
      return;
    }
    try {
      if (phase == Phase.PROLOGUE) {
        if (!prologue.feed(chunk)) {
          return;
        }
        phase = Phase.HELLO;
      }
      frames.append(chunk);
      for (Optional<byte[]> body = next(); body.isPresent(); body = next()) {
        frame(body.get());
      }
    } catch (ProtocolException e) {
      refuse("bad-prologue", e.getMessage());
    } catch (FrameTooLargeException e) {
      refuse("frame-too-large", e.getMessage());
    } catch (NoiseException e) {
      refuse("bad-frame", e.getMessage()); // transport.md 2.6: fatal
    }
  }

  private Optional<byte[]> next() {
    return phase == Phase.CLOSED || deaf ? Optional.empty() : frames.next();
  }

  private void frame(byte[] body) throws NoiseException {
    switch (phase) {
      case HELLO:
        hello(body);
        break;
      case FINISH:
        finish(body);
        break;
      default:
        node(transport.open(body));
        break;
    }
  }

  private void hello(byte[] body) throws NoiseException {
    byte[] answer = noise.readClientHello(body);
    phase = Phase.FINISH;
    Optional<Fault> closing = faults.take(FaultType.CLOSE_HANDSHAKE);
    if (closing.isPresent()) {
      close(Integer.parseInt(closing.get().shape("code", "1000")));
      return;
    }
    if (faults.take(FaultType.SILENT_HANDSHAKE).isPresent()) {
      deaf = true;
      return;
    }
    if (faults.take(FaultType.CORRUPT_SERVER_HELLO).isPresent()) {
      answer[answer.length - 1] ^= 1; // the tag of the encrypted certificates
    }
    socket.write(FrameAssembler.frame(answer));
  }

  private void finish(byte[] body) throws NoiseException {
    byte[] payload = noise.readClientFinish(body);
    transport = noise.split();
    phase = Phase.OPEN;
    frames.maximum(FrameAssembler.TRANSPORT_MAXIMUM);
    Optional<LinkOwner> admitted = gate.admit(this, payload);
    if (admitted.isPresent() && phase == Phase.OPEN) {
      owner = admitted.get();
    } else {
      close();
    }
  }

  private void node(byte[] plaintext) {
    Node node;
    try {
      node = codec.decode(plaintext);
    } catch (MalformedNodeException e) {
      gate.broke("malformed-node", e.getMessage());
      if (++malformed == MALFORMED_LIMIT) { // transport.md 4.5
        close();
      }
      return;
    }
    malformed = 0;
    recorder.received(label, node);
    owner.received(node);
  }

  private void refuse(String rule, String detail) {
    gate.broke(rule, detail);
    cut();
  }

  /** Names the client in recordings, once it is known. */
  public void label(String client) {
    recorder.named(label, client);
    label = client;
  }

  /** Sends a stanza; left out when the connection is over. */
  public void send(Node node) {
    if (phase == Phase.OPEN) {
      recorder.sent(label, node);
    }
    byte[] plain = codec.encode(node);
    // transport.md 4.6: the server compresses when it likes.
    sendPlain(plain.length < COMPRESS_FROM ? plain : codec.encodeCompressed(node));
  }

  /** Sends a frame with any plaintext, sound or not. */
  public void sendPlain(byte[] plaintext) {
    if (phase == Phase.OPEN && !deaf) {
      socket.write(FrameAssembler.frame(transport.seal(plaintext)));
    }
  }

  /** Sends a frame that does not authenticate. */
  public void sendGarbage() {
    if (phase == Phase.OPEN && !deaf) {
      byte[] sealed = transport.seal(codec.encode(Node.of("ib")));
      sealed[sealed.length - 1] ^= 1;
      socket.write(FrameAssembler.frame(sealed));
    }
  }

  /** From now on takes nothing and sends nothing, with the socket open. */
  public void goDeaf() {
    deaf = true;
  }

  /** From now on reads nothing and sends nothing, with the socket open. */
  public void stopReading() {
    goDeaf();
    blind = true;
    socket.stopReading();
  }

  /** From now on sends one byte of a frame of a mebibyte each time. */
  public void drip(Duration pause) {
    goDeaf();
    socket.drip(new byte[] {0x10, 0, 0}, pause);
  }

  /** Calls when the client shows that it still holds this connection. */
  public void probe(Runnable alive) {
    socket.probe(alive);
  }

  /** Whether the end of the socket would be noticed. */
  public boolean notices() {
    return phase != Phase.CLOSED && !blind;
  }

  /** Closes with this WebSocket close code and nothing before it. */
  public void close(int code) {
    if (phase != Phase.CLOSED) {
      socket.close(code);
      closed();
    }
  }

  /** Closes after what was sent before. */
  public void close() {
    end(false);
  }

  /** Cuts the connection without a word. */
  public void cut() {
    end(true);
  }

  private void end(boolean abrupt) {
    if (phase != Phase.CLOSED) {
      if (abrupt) {
        socket.cut();
      } else {
        socket.close();
      }
      closed();
    }
  }

  /** The socket is gone; the first call tells the owner. */
  public void closed() {
    if (phase != Phase.CLOSED) {
      phase = Phase.CLOSED;
      recorder.note(label, "closed");
      gate.closed(this);
      if (owner != null) {
        owner.closed();
      }
    }
  }

  /** Whether stanzas can be sent. */
  public boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** The client's Noise key, 32 bytes; known once the payload is. */
  public byte[] clientStatic() {
    return noise.clientStatic();
  }

  /** The routing information with which the client began, if any. */
  public Optional<byte[]> routingInfo() {
    return prologue.routingInfo();
  }
}
