package org.amarula.connection.internal.stream;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.amarula.codec.FrameAssembler;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.socket.Socket;

/**
 * Cuts what the socket gives into frames and hands them on one after the other. A further message
 * is asked for only when all frames of the one before are done, so that no more than one message
 * and one unfinished frame are ever held (32 MiB at most): a slow lane slows the server. Confined
 * to the lane.
 */
final class Inbound {
  private final Lane lane;
  private final Socket socket;
  private final Consumer<byte[]> frames;
  private final FrameAssembler assembler = new FrameAssembler(FrameAssembler.HANDSHAKE_MAXIMUM);
  private final BooleanSupplier nobodyWaits;
  private int pauses;
  private boolean held;
  private boolean pumping;
  private boolean stopped;

  Inbound(Lane lane, Socket socket, Consumer<byte[]> frames, BooleanSupplier nobodyWaits) {
    this.lane = lane;
    this.socket = socket;
    this.frames = frames;
    this.nobodyWaits = nobodyWaits;
  }

  /** From the next frame on, the limit of the handshake is lifted (spec/transport.md 1.3). */
  void allowLongFrames() {
    assembler.maximum(FrameAssembler.TRANSPORT_MAXIMUM);
  }

  /** The socket is open: asks for the first message. */
  void start() {
    pump();
  }

  /** Takes in a message of the socket; throws FrameTooLargeException when a frame is too long. */
  void received(byte[] message) {
    lane.assertCurrent();
    if (stopped) {
      socket.demand(); // the peer's goodbye may follow
      return;
    }
    assembler.append(ByteBuffer.wrap(message));
    pump();
  }

  /** No further frame is handed on before as many calls of {@link #resume}. */
  void pause() {
    pauses++;
  }

  void resume() {
    lane.assertCurrent();
    pauses--;
    pump();
  }

  /** While held, frames are handed on only as long as somebody waits for an answer. */
  void hold(boolean on) {
    lane.assertCurrent();
    held = on;
    pump();
  }

  /** Somebody waits for an answer now. */
  void awaited() {
    if (held) {
      pump();
    }
  }

  private boolean reads() {
    return pauses == 0 && !stopped && !(held && nobodyWaits.getAsBoolean());
  }

  /** Whatever comes is dropped. */
  void stop() {
    stopped = true;
  }

  private void pump() {
    if (pumping) {
      return; // the frame in hand is still being handled
    }
    pumping = true;
    try {
      while (reads()) {
        Optional<byte[]> frame = assembler.next();
        if (frame.isEmpty()) {
          socket.demand();
          return;
        }
        frames.accept(frame.get());
      }
    } finally {
      pumping = false;
    }
    if (stopped) {
      socket.demand();
    }
  }
}
