package org.amarula.codec;

import java.util.Arrays;

/**
 * What a client sends once before its first frame (spec/transport.md 1.2): a header, and before it
 * an edge-routing blob if the server gave one out earlier. Only the header enters the handshake's
 * hash. {@link PrologueReader} is the server's side.
 *
 * <pre>
 *   [ 45 44 00 01  length(3)  routing information ]  57 41 06 03
 *      E  D                                           W  A  magic 6, dictionary 3
 * </pre>
 */
public final class Prologue {
  private static final byte[] HEADER = {'W', 'A', 6, 3};
  private static final byte[] ROUTING = {'E', 'D', 0, 1};

  private Prologue() {}

  /** A copy of the four header bytes. */
  public static byte[] header() {
    return HEADER.clone();
  }

  /** The prologue of a client without routing information. */
  public static byte[] client() {
    return header();
  }

  /**
   * The prologue of a client that was given {@code routingInfo}; {@link IllegalArgumentException}
   * when that has 2^24 bytes or more.
   */
  public static byte[] client(byte[] routingInfo) {
    int length = routingInfo.length;
    if (length > FrameAssembler.TRANSPORT_MAXIMUM) {
      throw new IllegalArgumentException("Routing information is shorter than 16 MiB.");
    }
    int start = ROUTING.length + FrameAssembler.LENGTH_SIZE;
    byte[] prologue = Arrays.copyOf(ROUTING, start + length + HEADER.length);
    FrameAssembler.writeLength(length, prologue, ROUTING.length); // three bytes: D-2
    System.arraycopy(routingInfo, 0, prologue, start, length);
    System.arraycopy(HEADER, 0, prologue, start + length, HEADER.length);
    return prologue;
  }

  static boolean opensRouting(byte first) {
    return first == ROUTING[0];
  }

  /** The byte at {@code index} of the header, or of the routing mark. */
  static byte expected(boolean routing, int index) {
    return routing ? ROUTING[index] : HEADER[index];
  }
}
