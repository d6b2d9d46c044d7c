package org.amarula.codec;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns nodes into the plaintext of transport frames and back: a flags byte, then the node
 * (spec/transport.md 4). A service without state: any number of threads may use one at once.
 */
@ProviderType
public interface NodeCodec {
  /**
   * Encodes without compression, as a client must; {@link IllegalArgumentException} when the node
   * does not fit the wire (16 MiB, 64 levels, 65535 members of a list).
   */
  byte[] encode(Node node);

  /** Encodes as one zlib stream, as only a server may; otherwise like {@link #encode}. */
  byte[] encodeCompressed(Node node);

  /**
   * Decodes a plaintext of any origin, in time and memory bounded by its inflated length (at most
   * 16 MiB). The array is not kept.
   *
   * @throws MalformedNodeException when it is anything but exactly one node
   */
  Node decode(byte[] plaintext);
}
