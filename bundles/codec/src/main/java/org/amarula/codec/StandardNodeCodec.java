package org.amarula.codec;

/** The codec for dictionary version 3. */
final class StandardNodeCodec implements NodeCodec {
  @Override
  public byte[] encode(Node node) {
    return new NodeEncoder().encode(node);
  }

  @Override
  public byte[] encodeCompressed(Node node) {
    return Compression.deflate(encode(node));
  }

  @Override
  public Node decode(byte[] plaintext) {
    if (plaintext.length == 0) {
      throw new MalformedNodeException("A frame needs a flags byte.", 0);
    }
    // Only one bit of the flags means something (spec/transport.md 4.1).
    boolean compressed = (plaintext[0] & Wire.FLAG_ZLIB) != 0;
    return new NodeDecoder(compressed ? Compression.inflate(plaintext) : plaintext).decode();
  }
}
