package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.amarula.api.jid.Jid;

/** Decodes plaintexts of any origin and holds the decoder to what it promises of them. */
final class HostileInput {
  /** What one input may allocate, whatever its length: an exception with its trace, a table. */
  private static final long ALLOWANCE = 1 << 17;

  /** What each byte of the inflated input may allocate beyond that. */
  private static final long PER_BYTE = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HostileInput() {}

  /** The node, or nothing when the plaintext is malformed; anything else fails. */
  static Optional<Node> decode(byte[] plaintext) {
    NodeCodec codec = NodeCodecs.standard();
    Optional<Node> node = Optional.empty();
    try {
      node = Optional.of(codec.decode(plaintext));
    } catch (MalformedNodeException e) {
      if (e.offset() < 0 || !isCompressed(plaintext) && e.offset() > plaintext.length) {
        throw new AssertionError("The offset lies outside of the input.", e);
      }
    }
    // The second time is measured: the first one may also pay for linking a path's classes.
    long allocated = allocatedBy(codec, plaintext);
    if (allocated > allowed(plaintext)) {
      throw new AssertionError(plaintext.length + " bytes made the decoder allocate " + allocated);
    }
    node.ifPresent(decoded -> isConsistent(codec, decoded));
    return node;
  }

  private static long allocatedBy(NodeCodec codec, byte[] plaintext) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(plaintext);
    } catch (MalformedNodeException e) {
      return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static long allowed(byte[] plaintext) {
    // zlib makes at most 1032 bytes of one, and the decoder stops at 16 MiB.
    long bytes =
        isCompressed(plaintext)
            ? Math.min(1032L * plaintext.length, Wire.MAX_INFLATED)
            : plaintext.length;
    return ALLOWANCE + PER_BYTE * bytes;
  }

  private static boolean isCompressed(byte[] plaintext) {
    return plaintext.length > 0 && (plaintext[0] & Wire.FLAG_ZLIB) != 0;
  }

  // Another form may be chosen at first, a packed text for instance; then it stays.
  private static void isConsistent(NodeCodec codec, Node node) {
    byte[] first = codec.encode(node);
    Node again = codec.decode(first);
    assertThat(codec.encode(again)).isEqualTo(first);
    addressesAreConsistent(node);
    assertThat(codec.decode(first)).isEqualTo(again).hasSameHashCodeAs(again);
    assertThat(node.toString()).isNotEmpty();
  }

  private static void addressesAreConsistent(Node node) {
    Object[] attributes = node.flatAttributes();
    for (int i = 1; i < attributes.length; i += 2) {
      if (attributes[i] instanceof Jid jid) {
        Jid printed = new Jid(jid.user(), 0, jid.device(), jid.server());
        assertThat(Jid.parse(jid.toString())).isEqualTo(printed);
      }
    }
    node.children().forEach(HostileInput::addressesAreConsistent);
  }
}
