package org.amarula.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a byte stream into frames, however it was split on its way (spec/transport.md 1.3). Lives as
 * long as one connection; one thread at a time.
 *
 * <pre>
 *   +--------+--------+--------+----------------+
 *   |  length of the body (24) |  body ...      |
 *   +--------+--------+--------+----------------+
 * </pre>
 *
 * <p>Every byte is copied a bounded number of times, and memory follows the bytes received, never
 * the length announced.
 */
public final class FrameAssembler {
  /** The longest frame during the handshake: 64 KiB. */
  public static final int HANDSHAKE_MAXIMUM = 1 << 16;

  /** The longest frame after the handshake: all that three bytes can announce. */
  public static final int TRANSPORT_MAXIMUM = (1 << 24) - 1;

  /** The bytes before a body. */
  public static final int LENGTH_SIZE = 3;

  private static final byte[] NOTHING = {};
  private static final int KEPT = 4096;

  private byte[] buffer = NOTHING;
  private int head;
  private int tail;
  private int maximum;

  /** Starts with nothing received; refuses bodies longer than {@code maximum}. */
  public FrameAssembler(int maximum) {
    maximum(maximum);
  }

  /** Changes the longest body allowed, from the next frame on. */
  public void maximum(int bytes) {
    if (bytes < 0 || bytes > TRANSPORT_MAXIMUM) {
      throw new IllegalArgumentException("A frame holds 0 to 16777215 bytes, not " + bytes + ".");
    }
    maximum = bytes;
  }

  /**
   * Takes in {@code chunk} and gives the bodies that are now complete, in order.
   *
   * @throws FrameTooLargeException as soon as the length is known; the stream is lost
   */
  public List<byte[]> feed(byte[] chunk) {
    return feed(ByteBuffer.wrap(chunk));
  }

  /** As {@link #feed(byte[])}, with all that remains in {@code chunk}. */
  public List<byte[]> feed(ByteBuffer chunk) {
    append(chunk);
    List<byte[]> bodies = new ArrayList<>(2);
    for (Optional<byte[]> body = next(); body.isPresent(); body = next()) {
      bodies.add(body.get());
    }
    return bodies;
  }

  /** Takes in all that remains in {@code chunk}, to be read with {@link #next}. */
  public void append(ByteBuffer chunk) {
    int more = chunk.remaining();
    reserve(more);
    chunk.get(buffer, tail, more);
    tail += more;
  }

  /**
   * The body of the next frame once it is complete.
   *
   * @throws FrameTooLargeException when it is longer than allowed, again at each call
   */
  public Optional<byte[]> next() {
    if (tail - head < LENGTH_SIZE) {
      return Optional.empty();
    }
    int length =
        (buffer[head] & 0xFF) << 16 | (buffer[head + 1] & 0xFF) << 8 | buffer[head + 2] & 0xFF;
    if (length > maximum) {
      throw new FrameTooLargeException(length, maximum);
    }
    if (tail - head - LENGTH_SIZE < length) {
      return Optional.empty();
    }
    int start = head + LENGTH_SIZE;
    head = start + length;
    byte[] body = Arrays.copyOfRange(buffer, start, head);
    if (head == tail) {
      head = 0;
      tail = 0;
      buffer = buffer.length > KEPT ? NOTHING : buffer; // an idle connection holds little
    }
    return Optional.of(body);
  }

  /** The bytes received and not yet given out. */
  public int buffered() {
    return tail - head;
  }

  /**
   * The frame with this body.
   *
   * @throws FrameTooLargeException when the body has 2^24 bytes or more
   */
  public static byte[] frame(byte[] body) {
    requireSendable(body.length);
    byte[] frame = new byte[LENGTH_SIZE + body.length];
    writeLength(body.length, frame, 0);
    System.arraycopy(body, 0, frame, LENGTH_SIZE, body.length);
    return frame;
  }

  /**
   * Writes the three bytes that announce a body, for a caller who builds the frame in one array.
   *
   * @throws FrameTooLargeException when the body has 2^24 bytes or more
   */
  public static void writeLength(int bodyLength, byte[] target, int offset) {
    requireSendable(bodyLength);
    target[offset] = (byte) (bodyLength >> 16);
    target[offset + 1] = (byte) (bodyLength >> 8);
    target[offset + 2] = (byte) bodyLength;
  }

  private static void requireSendable(int bodyLength) {
    if (bodyLength > TRANSPORT_MAXIMUM) {
      throw new FrameTooLargeException(bodyLength, TRANSPORT_MAXIMUM);
    }
  }

  // Moving what is left to the front costs at most as much as was received since the last move:
  // it happens only while less than half of the array is in use.
  private void reserve(int more) {
    if (more <= buffer.length - tail) {
      return;
    }
    int used = tail - head;
    boolean roomy = (long) used + more <= buffer.length / 2;
    byte[] target = roomy ? buffer : new byte[Math.max(256, 2 * Math.addExact(used, more))];
    System.arraycopy(buffer, head, target, 0, used);
    buffer = target;
    head = 0;
    tail = used;
  }
}
