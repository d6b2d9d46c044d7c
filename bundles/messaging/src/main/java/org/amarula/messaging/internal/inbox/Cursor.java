package org.amarula.messaging.internal.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.amarula.api.Bytes;
import org.amarula.api.StorageException;

/**
 * How far one subscription is: everything up to a position is settled, but for what is behind. Rows
 * become visible in the order of their keys, so nothing can appear below the position later.
 * Guarded by the inbox's lock.
 */
final class Cursor {
  private static final String FORMAT = "1";

  private final TreeMap<String, Integer> behind = new TreeMap<>();
  private String position;

  /** A cursor that has nothing behind; the empty position is before everything. */
  Cursor(String position) {
    this.position = position;
  }

  String position() {
    return position;
  }

  boolean isSettled(String key) {
    return key.compareTo(position) <= 0 && !behind.containsKey(key);
  }

  /** Whether a key up to the position waits, and how often it was tried. */
  int tries(String key) {
    return behind.getOrDefault(key, 0);
  }

  List<String> behind() {
    return new ArrayList<>(behind.keySet());
  }

  int behindCount() {
    return behind.size();
  }

  /** The key is dealt with. */
  void settle(String key) {
    behind.remove(key);
    reach(key);
  }

  /** The key waits, having been tried so often, and what comes after it goes on. */
  void leaveBehind(String key, int tries) {
    behind.put(key, tries);
    reach(key);
  }

  /** Before everything that is not settled. */
  String low() {
    return behind.isEmpty() ? position : before(behind.firstKey());
  }

  private static String before(String key) {
    return key.substring(0, key.length() - 1); // a prefix sorts before the key itself
  }

  private void reach(String key) {
    if (key.compareTo(position) > 0) {
      position = key;
    }
  }

  Bytes encode() {
    StringBuilder text = new StringBuilder(FORMAT).append('\n').append(position);
    for (Map.Entry<String, Integer> entry : behind.entrySet()) {
      text.append('\n').append(entry.getKey()).append(' ').append(entry.getValue());
    }
    return Bytes.utf8(text.toString());
  }

  static Cursor decode(Bytes value) {
    String[] lines = value.toUtf8().split("\n", -1);
    if (lines.length < 2 || !lines[0].equals(FORMAT)) {
      throw new StorageException("The cursor of a subscription is damaged.");
    }
    Cursor cursor = new Cursor(lines[1]);
    for (int i = 2; i < lines.length; i++) {
      int space = lines[i].indexOf(' ');
      try {
        int tries = Integer.parseInt(lines[i].substring(space + 1));
        cursor.behind.put(lines[i].substring(0, Math.max(space, 0)), tries);
      } catch (NumberFormatException e) {
        throw new StorageException("The cursor of a subscription is damaged.", e);
      }
    }
    return cursor;
  }
}
