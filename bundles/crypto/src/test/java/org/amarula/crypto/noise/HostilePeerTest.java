package org.amarula.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Random;
import org.amarula.proto.handshake.HandshakeMessage;
import org.junit.jupiter.api.Test;

/** Whatever a peer sends ends in the typed errors of the handshake, and then nothing works. */
class HostilePeerTest {
  private static final long SEED = 20261122;
  private final NoiseCase noise = NoiseCase.first();

  @Test
  void everyFlippedBitOfTheServerHelloIsRefused() {
    byte[] good = noise.bytes("serverHelloMessageHex");
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = flip(good, bit);
      NoiseInitiator initiator = noise.initiator();
      initiator.clientHello();

      assertThatThrownBy(() -> initiator.readServerHello(flipped))
          .as("bit %d", bit)
          .isInstanceOf(NoiseException.class);
      assertThatThrownBy(() -> initiator.clientFinish(new byte[0]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void everyFlippedBitOfTheClientFinishIsRefused() throws Exception {
    byte[] good = noise.bytes("clientFinishMessageHex");
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = flip(good, bit);
      NoiseResponder responder = noise.responder();
      responder.readClientHello(noise.bytes("clientHelloMessageHex"));

      assertThatThrownBy(() -> responder.readClientFinish(flipped))
          .as("bit %d", bit)
          .isInstanceOf(NoiseException.class);
      assertThatThrownBy(responder::split).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void flippedBitsOfTheClientHelloNeverLeadToAHandshake() {
    byte[] good = noise.bytes("clientHelloMessageHex");
    byte[] finish = noise.bytes("clientFinishMessageHex");
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = flip(good, bit);
      NoiseResponder responder = noise.responder();

      assertThatThrownBy(
              () -> {
                responder.readClientHello(flipped);
                responder.readClientFinish(finish);
              })
          .as("bit %d", bit)
          .isInstanceOf(NoiseException.class);
    }
  }

  @Test
  void truncatedAndRandomMessagesAreRefused() {
    Random random = new Random(SEED);
    byte[] good = noise.bytes("serverHelloMessageHex");
    for (int length = 0; length < good.length; length++) {
      assertHelloRefused(Arrays.copyOf(good, length));
      byte[] noiseBytes = new byte[length];
      random.nextBytes(noiseBytes);
      assertHelloRefused(noiseBytes);
    }
  }

  @Test
  void uselessEphemeralKeysAbortBothSides() {
    for (int length : new int[] {0, 31, 32, 33}) { // 32 zeros: of small order
      ByteString key = ByteString.copyFrom(new byte[length]);
      HandshakeMessage hello =
          HandshakeMessage.newBuilder()
              .setClientHello(HandshakeMessage.ClientHello.newBuilder().setEphemeral(key))
              .setServerHello(
                  HandshakeMessage.ServerHello.newBuilder()
                      .setEphemeral(key)
                      .setStatic(ByteString.copyFrom(new byte[48]))
                      .setPayload(ByteString.copyFrom(new byte[48])))
              .build();
      NoiseInitiator initiator = noise.initiator();
      initiator.clientHello();

      assertThatThrownBy(() -> initiator.readServerHello(hello.toByteArray()))
          .asInstanceOf(type(NoiseException.class))
          .extracting(NoiseException::failure)
          .isEqualTo(NoiseFailure.UNUSABLE_KEY);
      assertThatThrownBy(() -> noise.responder().readClientHello(hello.toByteArray()))
          .asInstanceOf(type(NoiseException.class))
          .extracting(NoiseException::failure)
          .isEqualTo(NoiseFailure.UNUSABLE_KEY);
    }
  }

  @Test
  void unknownHandshakeFieldsAreIgnored() throws Exception {
    HandshakeMessage good = HandshakeMessage.parseFrom(noise.bytes("serverHelloMessageHex"));
    HandshakeMessage extended =
        good.toBuilder()
            .setServerHello(
                good.getServerHello().toBuilder().setPaddingBytes(ByteString.copyFromUtf8("pad")))
            .build();
    NoiseInitiator initiator = noise.initiator();
    initiator.clientHello();

    initiator.readServerHello(extended.toByteArray());

    assertThat(initiator.clientFinish(noise.bytes("clientPayloadHex")))
        .isEqualTo(noise.bytes("clientFinishMessageHex"));
  }

  @Test
  void stepsOutOfOrderAreMistakesOfTheCaller() {
    NoiseInitiator initiator = noise.initiator();
    NoiseResponder responder = noise.responder();

    assertThatThrownBy(initiator::split).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> initiator.clientFinish(new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> responder.readClientFinish(new byte[0]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(responder::clientStatic).isInstanceOf(IllegalStateException.class);
    initiator.clientHello();
    assertThatThrownBy(initiator::clientHello).isInstanceOf(IllegalStateException.class);
  }

  private void assertHelloRefused(byte[] message) {
    NoiseInitiator initiator = noise.initiator();
    initiator.clientHello();
    assertThatThrownBy(() -> initiator.readServerHello(message))
        .as("%d bytes, seed %d", message.length, SEED)
        .isInstanceOf(NoiseException.class);
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
