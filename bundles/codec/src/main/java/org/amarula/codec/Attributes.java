package org.amarula.codec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A node's attributes as they are kept: key, value, key, value; each key once. */
final class Attributes {
  // Up to this many, comparing all pairs is faster than hashing.
  private static final int FEW = 16;

  private Attributes() {}

  /** The value of {@code key}, or null. */
  static Object find(Object[] attributes, String key) {
    int index = indexOf(attributes, attributes.length, key);
    return index < 0 ? null : attributes[index + 1];
  }

  /** The position of {@code key} among the first {@code end} slots, or -1. */
  static int indexOf(Object[] attributes, int end, String key) {
    for (int i = 0; i < end; i += 2) {
      if (attributes[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Leaves the last value of a repeated key, in the key's first place (spec/transport.md 4.3). */
  static Object[] lastWins(Object[] attributes) {
    if (attributes.length > 2 * FEW) {
      return lastOfManyWins(attributes);
    }
    int end = 2;
    for (int i = 2; i < attributes.length; i += 2) {
      int earlier = indexOf(attributes, end, (String) attributes[i]);
      end = put(attributes, i, earlier < 0 ? end : earlier, end);
    }
    return end == attributes.length ? attributes : Arrays.copyOf(attributes, end);
  }

  private static Object[] lastOfManyWins(Object[] attributes) {
    Map<String, Integer> places = new HashMap<>(attributes.length);
    int end = 0;
    for (int i = 0; i < attributes.length; i += 2) {
      Integer earlier = places.putIfAbsent((String) attributes[i], end);
      end = put(attributes, i, earlier == null ? end : earlier, end);
    }
    return end == attributes.length ? attributes : Arrays.copyOf(attributes, end);
  }

  // Moves the pair at `from` to `place`, which is `end` or before it; gives the new end.
  private static int put(Object[] attributes, int from, int place, int end) {
    attributes[place] = attributes[from];
    attributes[place + 1] = attributes[from + 1];
    return place == end ? end + 2 : end;
  }
}
