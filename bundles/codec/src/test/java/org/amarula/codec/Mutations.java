package org.amarula.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages valid plaintexts in the ways that find decoders out, and makes some from nothing. */
final class Mutations {
  // Lists, lengths, addresses and packed texts; 0 and small numbers for what follows them.
  private static final int[] TELLING = {
    0, 1, 2, 3, 4, 5, 0x7F, 0x80, 0x81, 0xEB, 0xEC, 0xEF, 0xF0, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
    0xFB, 0xFC, 0xFD, 0xFE, 0xFF
  };

  private final Random random;
  private final List<byte[]> seeds;

  Mutations(Random random, List<byte[]> seeds) {
    this.random = random;
    this.seeds = seeds;
  }

  byte[] next() {
    switch (random.nextInt(8)) {
      case 0:
        return fill(new byte[random.nextInt(200)], 1);
      case 1:
        return startLikeANode(fill(new byte[4 + random.nextInt(60)], 4));
      default:
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int rounds = random.nextInt(4); rounds >= 0; rounds--) {
          input = damage(input);
        }
        return input;
    }
  }

  // Each byte tells something with the chance of `odds - 1` to 1.
  private byte[] fill(byte[] bytes, int odds) {
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(odds) == 0 ? bytes[i] : telling();
    }
    return bytes;
  }

  private byte[] startLikeANode(byte[] bytes) {
    bytes[0] = 0;
    bytes[1] = (byte) 0xF8;
    bytes[2] = (byte) (1 + random.nextInt(8));
    return bytes;
  }

  private byte[] damage(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    int at = random.nextInt(input.length);
    switch (random.nextInt(7)) {
      case 0:
        input[at] ^= (byte) (1 << random.nextInt(8));
        return input;
      case 1:
        input[at] = (byte) random.nextInt(256);
        return input;
      case 2:
        input[at] = telling();
        return input;
      case 3:
        return Arrays.copyOf(input, at);
      case 4:
        return splice(input, at, at, new byte[] {telling()});
      case 5:
        return splice(input, at, Math.min(input.length, at + 1 + random.nextInt(8)), new byte[0]);
      default:
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        int to = Math.min(other.length, from + 1 + random.nextInt(30));
        return splice(input, at, at, Arrays.copyOfRange(other, from, to));
    }
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] inserted) {
    byte[] spliced = new byte[input.length - (to - from) + inserted.length];
    System.arraycopy(input, 0, spliced, 0, from);
    System.arraycopy(inserted, 0, spliced, from, inserted.length);
    System.arraycopy(input, to, spliced, from + inserted.length, input.length - to);
    return spliced;
  }

  private byte telling() {
    return (byte) TELLING[random.nextInt(TELLING.length)];
  }
}
