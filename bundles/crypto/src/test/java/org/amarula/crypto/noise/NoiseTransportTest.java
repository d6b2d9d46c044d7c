package org.amarula.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseTransportTest {
  private static final byte[] ONE = key(1);
  private static final byte[] TWO = key(2);
  private static final byte[] TEXT = "frame".getBytes(StandardCharsets.UTF_8);

  @Test
  void framesPassInOrderInBothDirections() throws Exception {
    NoiseTransport client = new NoiseTransport(ONE, TWO);
    NoiseTransport server = new NoiseTransport(TWO, ONE);
    for (int i = 0; i < 300; i++) {
      assertThat(server.open(client.seal(TEXT))).isEqualTo(TEXT);
      assertThat(client.open(server.seal(new byte[i]))).hasSize(i);
    }
    assertThat(client.sent()).isEqualTo(300);
    assertThat(client.received()).isEqualTo(300);
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] sealed = new NoiseTransport(ONE, TWO).seal(TEXT);
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(flipped);
    }
    for (int length = 0; length < sealed.length; length++) {
      assertRefused(Arrays.copyOf(sealed, length)); // the empty frame, too
    }
  }

  private static void assertRefused(byte[] frame) {
    assertThatThrownBy(() -> new NoiseTransport(TWO, ONE).open(frame))
        .asInstanceOf(type(NoiseException.class))
        .extracting(NoiseException::failure)
        .isEqualTo(NoiseFailure.NOT_AUTHENTIC);
  }

  @Test
  void repeatedAndSkippedFramesAreRefused() throws Exception {
    NoiseTransport client = new NoiseTransport(ONE, TWO);
    byte[] first = client.seal(TEXT);
    byte[] second = client.seal(TEXT);
    NoiseTransport server = new NoiseTransport(TWO, ONE);
    server.open(first);

    assertThatThrownBy(() -> server.open(first)).isInstanceOf(NoiseException.class);
    assertRefused(second);
  }

  @Test
  void nothingWorksAfterAFailure() {
    NoiseTransport client = new NoiseTransport(ONE, TWO);
    NoiseTransport server = new NoiseTransport(TWO, ONE);
    byte[] good = client.seal(TEXT);

    assertThatThrownBy(() -> server.open(new byte[40])).isInstanceOf(NoiseException.class);

    assertThatThrownBy(() -> server.open(good))
        .asInstanceOf(type(NoiseException.class))
        .extracting(NoiseException::failure)
        .isEqualTo(NoiseFailure.CLOSED);
    assertThatThrownBy(() -> server.seal(TEXT))
        .asInstanceOf(type(NoiseClosedException.class))
        .extracting(NoiseClosedException::failure)
        .isEqualTo(NoiseFailure.CLOSED);
  }

  @Test
  void countersNeverWrap() throws Exception {
    long last = (1L << 32) - 2;
    NoiseTransport client = new NoiseTransport(ONE, TWO, last, 0);
    NoiseTransport server = new NoiseTransport(TWO, ONE, 0, last);

    byte[] frame = client.seal(TEXT);

    assertThat(server.open(frame)).isEqualTo(TEXT);
    assertThatThrownBy(() -> client.seal(TEXT))
        .asInstanceOf(type(NoiseClosedException.class))
        .extracting(NoiseClosedException::failure)
        .isEqualTo(NoiseFailure.COUNTER_EXHAUSTED);
    assertThatThrownBy(() -> server.open(frame))
        .asInstanceOf(type(NoiseException.class))
        .extracting(NoiseException::failure)
        .isEqualTo(NoiseFailure.COUNTER_EXHAUSTED);
  }

  @Test
  void counterFillsTheLastFourBytesBigEndian() {
    assertThat(CounterIv.of(0xA1B2C3D4L))
        .isEqualTo(
            new byte[] {
              0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xA1, (byte) 0xB2, (byte) 0xC3, (byte) 0xD4
            });
  }

  @Test
  void headroomLeavesPlaceForTheLength() throws Exception {
    byte[] frame = new NoiseTransport(ONE, TWO).seal(TEXT, 1, 3, 3);

    assertThat(new NoiseTransport(TWO, ONE).open(frame, 3, frame.length - 3))
        .isEqualTo("ram".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }
}
