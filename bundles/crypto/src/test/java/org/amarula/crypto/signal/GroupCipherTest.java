package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.amarula.proto.account.StoredSenderKeyRecord;
import org.amarula.proto.account.StoredSenderKeyState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupCipherTest {
  private final SecureRandom secure = new SecureRandom();
  private final GroupCipher cipher = new GroupCipher(KeyPairSource.random(secure), secure);
  private SenderKeyRecord own = cipher.withOwnKey(SenderKeyRecord.empty());
  private SenderKeyRecord reader = SenderKeyRecord.empty();

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 4), LongStream.generate(new Random()::nextLong).limit(2));
  }

  @Test
  void ownKeyIsMadeOnce() throws Exception {
    assertThat(cipher.withOwnKey(own)).isSameAs(own);
    assertThat(own.ownKeyId().orElseThrow()).isNotNegative();
    assertThat(SenderKeyRecord.parse(own.serialize()).ownKeyId()).isEqualTo(own.ownKeyId());
    assertThatThrownBy(() -> cipher.encrypt(SenderKeyRecord.empty(), new byte[1]))
        .isInstanceOf(NoSenderKeyException.class);
    assertThatThrownBy(() -> cipher.distribution(SenderKeyRecord.empty()))
        .isInstanceOf(NoSenderKeyException.class);
  }

  @Test
  void recordOfAnEarlierVersionStillEncrypts() throws Exception {
    join();
    StoredSenderKeyRecord.Builder stored =
        StoredSenderKeyRecord.parseFrom(own.serialize()).toBuilder();
    stored.getStatesBuilder(0).clearSigningEdwardsKey();

    own = SenderKeyRecord.parse(stored.build().toByteArray());

    assertThat(cipher.decrypt(reader, encrypt(new byte[] {1})).plaintext()).containsExactly(1);
  }

  @Test
  void foreignEdwardsKeyIsCorrupt() throws Exception {
    StoredSenderKeyRecord.Builder stored =
        StoredSenderKeyRecord.parseFrom(own.serialize()).toBuilder();
    stored
        .getStatesBuilder(0)
        .setSigningEdwardsKey(
            ByteString.copyFrom(KeyPairSource.random(secure).next().edwardsPublicKey()));

    assertThatThrownBy(() -> SenderKeyRecord.parse(stored.build().toByteArray()))
        .isInstanceOf(CorruptRecordException.class);
  }

  @Test
  void newMemberCannotReadThePast() throws Exception {
    byte[] past = encrypt(new byte[] {1});
    join();
    byte[] present = encrypt(new byte[] {2});

    assertThatThrownBy(() -> cipher.decrypt(reader, past))
        .isInstanceOf(DuplicateMessageException.class);
    assertThat(cipher.decrypt(reader, present).plaintext()).containsExactly(2);
  }

  @Test
  void repeatedDistributionDoesNotRewind() throws Exception {
    byte[] first = cipher.distribution(own);
    join();
    byte[] message = encrypt(new byte[] {1});
    reader = cipher.decrypt(reader, message).record();

    SenderKeyRecord again = cipher.processDistribution(reader, first);

    assertThat(again.serialize()).isEqualTo(reader.serialize());
    assertThatThrownBy(() -> cipher.decrypt(again, message))
        .isInstanceOf(DuplicateMessageException.class);
  }

  @Test
  void distributionBeyondTheJumpMovesForward() throws Exception {
    join();
    byte[] missed = encrypt(new byte[] {1});
    reader = cipher.decrypt(reader, encrypt(new byte[] {2})).record();
    for (int i = 0; i < 2001; i++) {
      encrypt(new byte[0]);
    }

    join();

    assertThat(cipher.decrypt(reader, encrypt(new byte[] {3})).plaintext()).containsExactly(3);
    assertThat(cipher.decrypt(reader, missed).plaintext()).containsExactly(1);
  }

  @Test
  void sameIdWithAnotherKeyReplaces() throws Exception {
    join();
    SenderKeyState old = own.own();
    SenderKeyRecord other = cipher.withOwnKey(SenderKeyRecord.empty());
    own =
        SenderKeyRecord.empty()
            .withFirst(
                new SenderKeyState(
                    old.id(),
                    other.own().chain(),
                    other.own().signingKey(),
                    other.own().signing()));

    join();

    assertThat(reader.stateCount()).isEqualTo(1);
    assertThat(cipher.decrypt(reader, encrypt(new byte[] {7})).plaintext()).containsExactly(7);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyIntactMessageDecryptsExactlyOnce(long seed) throws Exception {
    System.out.println("GroupCipherTest seed " + seed);
    Random random = new Random(seed);
    List<byte[]> messages = new ArrayList<>();
    join();
    for (int i = 0; i < 60; i++) {
      byte[] message = encrypt(new byte[] {(byte) i});
      if (random.nextInt(6) > 0) {
        messages.add(message);
      }
    }
    Collections.shuffle(messages, random);

    for (byte[] message : messages) {
      byte[] damaged = message.clone();
      int bit = random.nextInt(damaged.length * 8);
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> cipher.decrypt(reader, damaged))
          .as("seed " + seed)
          .isInstanceOf(SignalException.class);
      reader = SenderKeyRecord.parse(cipher.decrypt(reader, message).record().serialize());
      assertThatThrownBy(() -> cipher.decrypt(reader, message))
          .as("seed " + seed)
          .isInstanceOf(DuplicateMessageException.class);
    }
  }

  @Test
  void randomBytesAreRefusedWithTypedExceptions() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("GroupCipherTest seed " + seed);
    Random random = new Random(seed);
    join();
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(150)];
      random.nextBytes(bytes);
      bytes[0] = WireReader.VERSION_BYTE;
      assertThatThrownBy(() -> cipher.decrypt(reader, bytes)).isInstanceOf(SignalException.class);
      assertThatThrownBy(() -> cipher.processDistribution(reader, bytes))
          .isInstanceOf(InvalidMessageException.class);
      assertThatThrownBy(() -> SenderKeyRecord.parse(bytes))
          .isInstanceOf(CorruptRecordException.class);
    }
  }

  @Test
  void recordBeyondABoundIsCorrupt() throws Exception {
    StoredSenderKeyRecord good = StoredSenderKeyRecord.parseFrom(own.serialize());
    StoredSenderKeyState state = good.getStates(0);

    refuses(good.toBuilder().setFormatVersion(9));
    refuses(good.toBuilder().addStates(state)); // the same id twice
    refuses(good.toBuilder().setStates(0, state.toBuilder().clearChainKey()));
    refuses(good.toBuilder().setStates(0, state.toBuilder().clearSigningPublicKey()));
    refuses(
        good.toBuilder()
            .setStates(
                0, state.toBuilder().setSigningPrivateKey(ByteString.copyFrom(new byte[32]))));
    StoredSenderKeyRecord.Builder many = good.toBuilder();
    for (int i = 1; i <= SenderKeyRecord.MAX_STATES; i++) {
      many.addStates(state.toBuilder().setId(state.getId() ^ i));
    }
    refuses(many);
  }

  private static void refuses(StoredSenderKeyRecord.Builder record) {
    assertThatThrownBy(() -> SenderKeyRecord.parse(record.build().toByteArray()))
        .isInstanceOf(CorruptRecordException.class);
  }

  private void join() throws SignalException {
    reader = cipher.processDistribution(reader, cipher.distribution(own));
  }

  private byte[] encrypt(byte[] plaintext) throws SignalException {
    GroupEncrypted encrypted = cipher.encrypt(own, plaintext);
    own = encrypted.record();
    return encrypted.bytes();
  }
}
