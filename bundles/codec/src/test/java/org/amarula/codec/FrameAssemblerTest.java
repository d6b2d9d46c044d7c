package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
  private static final List<byte[]> BODIES =
      List.of(body(1), body(0), body(300), body(2), body(700), body(0));

  private final FrameAssembler assembler = new FrameAssembler(FrameAssembler.TRANSPORT_MAXIMUM);

  @Test
  void framesSurviveACutAtEveryPosition() {
    byte[] stream = stream(BODIES);

    for (int cut = 0; cut <= stream.length; cut++) {
      List<byte[]> received = new ArrayList<>();
      received.addAll(assembler.feed(Arrays.copyOf(stream, cut)));
      received.addAll(assembler.feed(Arrays.copyOfRange(stream, cut, stream.length)));

      assertThat(received).containsExactlyElementsOf(BODIES);
      assertThat(assembler.buffered()).isZero();
    }
  }

  @Test
  void framesSurviveChunksOfOneByte() {
    List<byte[]> received = new ArrayList<>();

    for (byte single : stream(BODIES)) {
      received.addAll(assembler.feed(new byte[] {single}));
    }

    assertThat(received).containsExactlyElementsOf(BODIES);
  }

  @Test
  void framesSurviveRandomChunks() {
    Random random = new Random(7);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      bodies.add(body(random.nextInt(1 + random.nextInt(5000))));
    }
    ByteBuffer stream = ByteBuffer.wrap(stream(bodies));
    List<byte[]> received = new ArrayList<>();

    while (stream.hasRemaining()) {
      int length = Math.min(stream.remaining(), random.nextInt(9000));
      received.addAll(assembler.feed(stream.slice(stream.position(), length)));
      stream.position(stream.position() + length);
    }

    assertThat(received).containsExactlyElementsOf(bodies);
  }

  @Test
  void manySmallChunksOfALargeFrameAreNotCopiedAgainAndAgain() {
    // 8 MiB in chunks of 16 bytes: were each chunk to move what came before, this would never end.
    byte[] body = body(8 << 20);
    ByteBuffer stream = ByteBuffer.wrap(FrameAssembler.frame(body));
    List<byte[]> received = new ArrayList<>();

    while (stream.hasRemaining()) {
      int length = Math.min(16, stream.remaining());
      received.addAll(assembler.feed(stream.slice(stream.position(), length)));
      stream.position(stream.position() + length);
    }

    assertThat(received).hasSize(1);
    assertThat(received.get(0)).isEqualTo(body);
  }

  @Test
  void frameBeyondTheMaximumIsRefusedAtItsLength() {
    FrameAssembler handshake = new FrameAssembler(FrameAssembler.HANDSHAKE_MAXIMUM);

    assertThat(handshake.feed(FrameAssembler.frame(body(65_536)))).hasSize(1);
    assertThat(handshake.feed(new byte[] {1, 0})).isEmpty();
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> handshake.feed(new byte[] {1}))
          .isInstanceOfSatisfying(
              FrameTooLargeException.class,
              e -> {
                assertThat(e.length()).isEqualTo(65_537);
                assertThat(e.maximum()).isEqualTo(65_536);
              });
    }
  }

  @Test
  void maximumMayChangeBetweenTwoFramesOfOneChunk() {
    FrameAssembler growing = new FrameAssembler(10);
    growing.append(ByteBuffer.wrap(stream(List.of(body(10), body(11)))));

    assertThat(growing.next()).isPresent();
    growing.maximum(11);

    assertThat(growing.next()).hasValueSatisfying(b -> assertThat(b).hasSize(11));
    assertThat(growing.next()).isEmpty();
  }

  @Test
  void announcedLengthAllocatesNothing() {
    assertThat(assembler.feed(new byte[] {-1, -1, -1, 0})).isEmpty();

    assertThat(assembler.buffered()).isEqualTo(4);
  }

  @Test
  void bodyOfSixteenMebibytesIsRefusedBeforeItIsSent() {
    assertThat(FrameAssembler.frame(new byte[(1 << 24) - 1])).startsWith(-1, -1, -1, 0);
    assertThatThrownBy(() -> FrameAssembler.frame(new byte[1 << 24]))
        .isInstanceOf(FrameTooLargeException.class);
    assertThatThrownBy(() -> FrameAssembler.writeLength(1 << 24, new byte[3], 0))
        .isInstanceOf(FrameTooLargeException.class);
  }

  @Test
  void maximumIsWhatThreeBytesAnnounce() {
    assertThatThrownBy(() -> new FrameAssembler(1 << 24))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> assembler.maximum(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] stream(List<byte[]> bodies) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    bodies.forEach(body -> stream.writeBytes(FrameAssembler.frame(body)));
    return stream.toByteArray();
  }

  private static byte[] body(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    return body;
  }
}
