package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Random;
import org.amarula.proto.signal.PreKeySignalMessage;
import org.amarula.proto.signal.SignalMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCipherTest {
  private final Random random = new Random(11);
  private final Device alice = new Device(random);
  private final Device bob = new Device(random);

  @BeforeEach
  void aliceStarts() throws Exception {
    alice.start(bob.bundle(true));
  }

  @Test
  void everyMessageIsPkmsgUntilThePeerAnswers() throws Exception {
    Encrypted first = alice.send(new byte[] {1});
    Encrypted second = alice.send(new byte[] {2});
    bob.receive(second);
    alice.receive(bob.send(new byte[] {3}));

    assertThat(first.type()).isEqualTo(CiphertextType.PKMSG);
    assertThat(second.type()).isEqualTo(CiphertextType.PKMSG);
    assertThat(alice.record.pendingPreKey()).isFalse();
    assertThat(alice.send(new byte[] {4}).type()).isEqualTo(CiphertextType.MSG);
    assertThat(SessionCipher.identityOf(first.bytes())).isEqualTo(alice.local.publicKey());
  }

  @Test
  void higherLowNibbleOfTheEnvelopeIsAccepted() throws Exception {
    byte[] message = alice.send(new byte[] {1}).bytes();
    message[0] = 0x34;

    assertThat(bob.receive(CiphertextType.PKMSG, message)).containsExactly(1);
  }

  @Test
  void lowerLowNibbleIsAnotherVersion() throws Exception {
    byte[] message = alice.send(new byte[] {1}).bytes();
    message[0] = 0x32;

    assertThatThrownBy(() -> bob.receive(CiphertextType.PKMSG, message))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.VERSION));
  }

  @Test
  void knownBaseKeyWithAnotherIdentityIsUntrusted() throws Exception {
    bob.receive(alice.send(new byte[] {1}));
    PreKeySignalMessage envelope = envelope(alice.send(new byte[] {2}).bytes());
    byte[] forged =
        framed(
            envelope.toBuilder()
                .setIdentityKey(ByteString.copyFrom(bob.local.publicKey()))
                .build()
                .toByteArray());

    assertThatThrownBy(() -> bob.receive(CiphertextType.PKMSG, forged))
        .isInstanceOf(UntrustedIdentityException.class);
    assertThat(bob.receive(CiphertextType.PKMSG, framed(envelope.toByteArray())))
        .containsExactly(2);
  }

  @Test
  void duplicateOfAnArchivedSessionIsStillADuplicate() throws Exception {
    Encrypted first = alice.send(new byte[] {1});
    bob.receive(first);
    alice.receive(bob.send(new byte[] {2}));
    Encrypted second = alice.send(new byte[] {3});
    bob.receive(second);
    alice.start(bob.bundle(true));
    bob.receive(alice.send(new byte[] {4}));

    assertThat(bob.record.archivedCount()).isEqualTo(1);
    assertThatThrownBy(() -> bob.receive(second)).isInstanceOf(DuplicateMessageException.class);
    assertThatThrownBy(() -> bob.receive(first)).isInstanceOf(DuplicateMessageException.class);
  }

  @Test
  void ratchetKeyOfSmallOrderIsRefused() throws Exception {
    bob.receive(alice.send(new byte[] {1}));
    byte[] zero = new byte[33];
    zero[0] = 5;
    SignalMessage hostile =
        SignalMessage.newBuilder()
            .setRatchetKey(ByteString.copyFrom(zero))
            .setCounter(0)
            .setCiphertext(ByteString.copyFrom(new byte[16]))
            .build();

    assertThatThrownBy(
            () ->
                bob.receive(
                    CiphertextType.MSG,
                    Arrays.copyOf(framed(hostile.toByteArray()), hostile.getSerializedSize() + 9)))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void messageWithoutARequiredFieldIsMalformed() throws Exception {
    PreKeySignalMessage good = envelope(alice.send(new byte[] {1}).bytes());

    refusesEnvelope(good.toBuilder().clearBaseKey().build());
    refusesEnvelope(good.toBuilder().clearIdentityKey().build());
    refusesEnvelope(good.toBuilder().clearMessage().build());
    refusesEnvelope(good.toBuilder().clearSignedPreKeyId().build());
    refusesEnvelope(
        good.toBuilder().setBaseKey(good.getBaseKey().substring(1)).build()); // 32 bytes
  }

  @Test
  void messageLongerThanOneMebibyteIsRefused() {
    byte[] message = new byte[(1 << 20) + 1];
    message[0] = WireReader.VERSION_BYTE;

    assertThatThrownBy(() -> SessionCipher.identityOf(message))
        .isInstanceOf(InvalidMessageException.class);
    assertThatThrownBy(() -> alice.send(message)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longestPlaintextTravelsInAPkmsg() throws Exception {
    byte[] plaintext = new byte[SessionCipher.MAX_PLAINTEXT];

    assertThat(bob.receive(alice.send(plaintext))).isEqualTo(plaintext);
  }

  @Test
  void unknownFieldsAreSkipped() throws Exception {
    byte[] message = alice.send(new byte[] {1}).bytes();
    byte[] longer = Arrays.copyOf(message, message.length + 3);
    longer[message.length] = (byte) 0xf8; // field 31, varint
    longer[message.length + 1] = 1;
    longer[message.length + 2] = 42;

    assertThat(bob.receive(CiphertextType.PKMSG, longer)).containsExactly(1);
  }

  private void refusesEnvelope(PreKeySignalMessage envelope) {
    assertThatThrownBy(() -> bob.receive(CiphertextType.PKMSG, framed(envelope.toByteArray())))
        .isInstanceOfSatisfying(
            InvalidMessageException.class,
            e -> assertThat(e.kind()).isEqualTo(InvalidMessageException.Kind.MALFORMED));
  }

  private static PreKeySignalMessage envelope(byte[] message) throws Exception {
    return PreKeySignalMessage.parseFrom(Arrays.copyOfRange(message, 1, message.length));
  }

  private static byte[] framed(byte[] fields) {
    byte[] message = new byte[fields.length + 1];
    message[0] = WireReader.VERSION_BYTE;
    System.arraycopy(fields, 0, message, 1, fields.length);
    return message;
  }
}
