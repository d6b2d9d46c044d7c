package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hostile bytes end in typed exceptions only; any other exception fails the test. */
class SignalFuzzTest {
  private static final long SEED = new Random().nextLong();

  private final Random random = new Random(SEED);
  private final Device alice = new Device(random);
  private final Device bob = new Device(random);

  @BeforeEach
  void talk() throws Exception {
    System.out.println("SignalFuzzTest seed " + SEED);
    alice.start(bob.bundle(true));
    bob.receive(alice.send(new byte[] {1}));
    alice.receive(bob.send(new byte[] {2}));
    alice.send(new byte[] {3});
    bob.receive(alice.send(new byte[] {4})); // leaves one skipped key
  }

  @Test
  void randomBytesAreNoMessage() {
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextInt(4) > 0) {
        bytes[0] = WireReader.VERSION_BYTE;
      }
      refused += refusals(bytes);
    }
    assertThat(refused).isEqualTo(60_000);
  }

  @Test
  void truncatedMessageIsRefused() throws Exception {
    byte[] message = alice.send(new byte[40]).bytes();

    for (int length = 0; length < message.length; length++) {
      assertThat(refusals(Arrays.copyOf(message, length))).isEqualTo(3);
    }
  }

  @Test
  void randomBytesAreNoRecord() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      useRecord(bytes, new byte[100]);
    }
  }

  @Test
  void damagedRecordIsRefusedOrUsable() throws Exception {
    byte[] stored = bob.record.serialize();
    byte[] message = alice.send(new byte[] {5}).bytes();
    int refused = 0;

    for (int i = 0; i < 3_000; i++) {
      byte[] damaged =
          random.nextInt(5) == 0
              ? Arrays.copyOf(stored, random.nextInt(stored.length))
              : stored.clone();
      for (int flips = damaged.length == 0 ? 0 : 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      refused += useRecord(damaged, message) ? 0 : 1;
    }
    assertThat(refused).isPositive();
    assertThat(useRecord(stored, message)).isTrue();
  }

  /** How many of the three entrances refuse the bytes with a typed exception. */
  private int refusals(byte[] message) {
    int refused = 0;
    try {
      bob.cipher.decrypt(bob.record, message);
    } catch (SignalException e) {
      refused++;
    }
    try {
      bob.cipher.decryptPreKey(bob.record, message, bob);
    } catch (SignalException e) {
      refused++;
    }
    try {
      SessionCipher.identityOf(message);
    } catch (InvalidMessageException e) {
      refused++;
    }
    return refused;
  }

  /** Reads a record and uses it in every way; false when it does not parse. */
  private boolean useRecord(byte[] stored, byte[] message) {
    SessionRecord record;
    try {
      record = SessionRecord.parse(stored);
    } catch (CorruptRecordException e) {
      return false;
    }
    assertThat(record.archiveCurrent().mergeArchived(record).serialize()).isNotEmpty();
    assertThat(record.pendingSince()).isNotNull();
    try {
      bob.cipher.encrypt(record, message);
      bob.cipher.decrypt(record, message);
      return true;
    } catch (SignalException e) {
      return true;
    }
  }
}
