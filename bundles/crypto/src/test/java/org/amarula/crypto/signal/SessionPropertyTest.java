package org.amarula.crypto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two devices over a line that loses, delays, reorders, repeats and damages. A message is delayed
 * by one round at most, so that no receiving chain is evicted before it arrives.
 */
class SessionPropertyTest {
  private static final int ROUNDS = 40;

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 12), LongStream.generate(new Random()::nextLong).limit(4));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyIntactMessageDecryptsExactlyOnce(long seed) throws Exception {
    System.out.println("SessionPropertyTest seed " + seed);
    Random random = new Random(seed);
    Device alice = new Device(random);
    Device bob = new Device(random);
    alice.start(bob.bundle(random.nextBoolean()));
    if (random.nextBoolean()) {
      bob.start(alice.bundle(random.nextBoolean())); // simultaneous initiation
    }
    List<Parcel> line = new ArrayList<>();

    for (int round = 0; round < ROUNDS; round++) {
      sendSome(random, alice, bob, line);
      sendSome(random, bob, alice, line);
      Collections.shuffle(line, random);
      List<Parcel> late = new ArrayList<>();
      for (Parcel parcel : line) {
        if (!parcel.late && random.nextInt(8) == 0) {
          parcel.late = true;
          late.add(parcel);
        } else {
          deliver("seed " + seed, random, parcel);
          if (!parcel.late && random.nextInt(4) == 0) {
            parcel.late = true;
            late.add(parcel); // comes once more, perhaps for a session that is archived by then
          }
        }
      }
      line = late;
    }

    Parcel last = new Parcel(alice, bob, random);
    deliverIntact("seed " + seed, last);
    Parcel answer = new Parcel(bob, alice, random);
    deliverIntact("seed " + seed, answer);
    assertThat(alice.record.pendingPreKey()).as("seed " + seed).isFalse();
  }

  private static void sendSome(Random random, Device from, Device to, List<Parcel> line)
      throws Exception {
    if (from.record.hasCurrent() && random.nextInt(20) == 0) {
      from.start(to.bundle(random.nextBoolean())); // a session thrown away for a new one
    }
    for (int i = random.nextInt(6); i > 0 && from.record.hasCurrent(); i--) {
      line.add(new Parcel(from, to, random));
    }
  }

  private static void deliver(String seed, Random random, Parcel parcel) throws Exception {
    int fate = random.nextInt(10);
    if (fate == 0) {
      return; // lost
    }
    if (fate <= 3) {
      deliverDamaged(seed, random, parcel);
    }
    deliverIntact(seed, parcel);
    if (fate >= 8) {
      deliverIntact(seed, parcel); // repeated
    }
  }

  private static void deliverIntact(String seed, Parcel parcel) throws Exception {
    byte[] before = parcel.to.record.serialize();
    try {
      byte[] plaintext = parcel.to.receive(parcel.message);
      assertThat(parcel.received).as(seed).isFalse();
      assertThat(plaintext).as(seed).isEqualTo(parcel.plaintext);
      parcel.received = true;
    } catch (DuplicateMessageException e) {
      assertThat(parcel.received).as(seed).isTrue();
      assertThat(parcel.to.record.serialize()).as(seed).isEqualTo(before);
    }
    parcel.to.record = SessionRecord.parse(parcel.to.record.serialize());
  }

  private static void deliverDamaged(String seed, Random random, Parcel parcel) {
    byte[] damaged = parcel.message.bytes().clone();
    int bit = random.nextInt(damaged.length * 8);
    damaged[bit / 8] ^= (byte) (1 << (bit % 8));
    byte[] before = parcel.to.record.serialize();
    try {
      byte[] plaintext = parcel.to.receive(parcel.message.type(), damaged);
      // Only the envelope of a pkmsg has no MAC; what it wraps is still the intact message.
      assertThat(parcel.message.type()).as(seed).isEqualTo(CiphertextType.PKMSG);
      assertThat(plaintext).as(seed).isEqualTo(parcel.plaintext);
      if (parcel.received) {
        fail(seed + ": a repeated message was decrypted");
      }
      parcel.received = true;
    } catch (SignalException e) {
      assertThat(parcel.to.record.serialize()).as(seed).isEqualTo(before);
    }
  }

  /** One message on the line. */
  private static final class Parcel {
    final Device to;
    final byte[] plaintext;
    final Encrypted message;
    boolean received;
    boolean late;

    Parcel(Device from, Device to, Random random) throws SignalException {
      this.to = to;
      this.plaintext = new byte[random.nextInt(200)];
      random.nextBytes(plaintext);
      this.message = from.send(plaintext);
    }
  }
}
