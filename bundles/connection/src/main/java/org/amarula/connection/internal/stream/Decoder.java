package org.amarula.connection.internal.stream;

import java.util.Optional;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.MalformedNodeException;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.connection.StreamListener;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseTransport;

/**
 * Turns frames into nodes. A frame that does not decrypt ends the stream (spec/transport.md D-4); a
 * plaintext that is no node is dropped and told, and the third in a row ends the stream. Confined
 * to the lane.
 */
final class Decoder {
  private static final int MOST_MALFORMED = 3;

  private final NoiseTransport transport;
  private final NodeCodec codec;
  private final StreamListener listener;
  private int malformedInRow;

  Decoder(NoiseTransport transport, NodeCodec codec, StreamListener listener) {
    this.transport = transport;
    this.codec = codec;
    this.listener = listener;
  }

  /** The stream cannot be read on. */
  static final class CorruptedException extends Exception {
    private static final long serialVersionUID = 1L;

    CorruptedException(String message, Throwable cause) {
      super(message, cause);
    }

    DisconnectReason reason() {
      return new DisconnectReason.StreamCorrupted(getMessage());
    }
  }

  /** The node in a frame, or nothing when it was dropped. */
  Optional<Node> decode(byte[] frame) throws CorruptedException {
    byte[] plain;
    try {
      plain = transport.open(frame);
    } catch (NoiseException e) {
      throw new CorruptedException("a frame could not be decrypted", e);
    }
    try {
      Node node = codec.decode(plain);
      malformedInRow = 0;
      return Optional.of(node);
    } catch (MalformedNodeException e) {
      malformedInRow++;
      listener.onMalformed(e.getMessage());
      if (malformedInRow == MOST_MALFORMED) {
        throw new CorruptedException("three nodes in a row could not be read", e);
      }
      return Optional.empty();
    }
  }
}
