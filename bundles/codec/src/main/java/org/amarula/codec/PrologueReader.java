package org.amarula.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.api.ProtocolException;

/**
 * Reads a client's {@link Prologue} from chunks of any size (spec/transport.md 1.4). Lives until
 * the prologue is complete; one thread at a time.
 */
public final class PrologueReader {
  /** The longest routing information read: 64 KiB. */
  public static final int ROUTING_MAXIMUM = 1 << 16;

  private enum Step {
    START,
    MARK,
    LENGTH,
    ROUTING,
    HEADER,
    DONE
  }

  private Step step = Step.START;
  private int index;
  private int length;
  private byte[] routing = {};
  private boolean routed;

  /** Waits for the first byte. */
  public PrologueReader() {}

  /**
   * Takes from {@code chunk} what belongs to the prologue and leaves the rest.
   *
   * @return whether the prologue is complete
   * @throws ProtocolException when this is no prologue: close the connection
   */
  public boolean feed(ByteBuffer chunk) {
    while (step != Step.DONE && chunk.hasRemaining()) {
      read(chunk.get());
    }
    return step == Step.DONE;
  }

  /** A copy of the routing information once it is complete, if the client sent any. */
  public Optional<byte[]> routingInfo() {
    return routed ? Optional.of(routing.clone()) : Optional.empty();
  }

  private void read(byte next) {
    switch (step) {
      case START:
        step = Prologue.opensRouting(next) ? Step.MARK : Step.HEADER;
        match(next);
        break;
      case MARK, HEADER:
        match(next);
        break;
      case LENGTH:
        length = length << 8 | next & 0xFF;
        if (++index == FrameAssembler.LENGTH_SIZE) {
          enterRouting();
        }
        break;
      case ROUTING:
        add(next);
        break;
      default:
        throw new IllegalStateException("The prologue is complete.");
    }
  }

  private void match(byte next) {
    boolean mark = step == Step.MARK;
    if (next != Prologue.expected(mark, index)) {
      throw new ProtocolException("The peer does not start as a client of this protocol does.");
    }
    if (++index == 4) {
      enter(mark ? Step.LENGTH : Step.DONE);
    }
  }

  private void enterRouting() {
    if (length > ROUTING_MAXIMUM) {
      throw new ProtocolException(
          "The peer announces routing information of " + length + " bytes.");
    }
    routed = length == 0;
    enter(length == 0 ? Step.HEADER : Step.ROUTING);
  }

  private void add(byte next) {
    if (index == routing.length) {
      routing = Arrays.copyOf(routing, Math.min(length, Math.max(64, 2 * index)));
    }
    routing[index++] = next;
    if (index == length) {
      routed = true;
      enter(Step.HEADER);
    }
  }

  private void enter(Step next) {
    step = next;
    index = 0;
  }
}
