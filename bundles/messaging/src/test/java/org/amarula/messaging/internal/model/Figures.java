package org.amarula.messaging.internal.model;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What happened in one or many runs, counted. */
final class Figures {
  private final Map<Of, Long> counts = new EnumMap<>(Of.class);

  /** What is counted; the names are those of the report. */
  enum Of {
    MESSAGES,
    GROUP_MESSAGES,
    DELIVERIES,
    READINGS,
    REDELIVERED,
    RESENT,
    DURABLE_SENDS,
    DURABLE_REPEATS,
    CRASHES,
    CRASHES_IN_COMMIT,
    RESTARTS,
    CONNECTION_CRASHES,
    CUTS,
    STORAGE_FAILURES,
    CORRUPTED,
    STRIPPED,
    DUPLICATED,
    DROPPED,
    MIGRATIONS,
    SESSIONS_LOST,
    IDENTITIES_LOST,
    SENDER_KEYS_LOST,
    PRE_KEYS_USED_UP,
    SENDS_ACCEPTED,
    SENDS_UNKNOWN,
    SENDS_REJECTED,
    SENDS_STORED,
    SENDS_FAILED,
    UNREADABLE,
    UNREADABLE_REPORTED,
    LOST;

    /** The name in a report: {@code groupMessages}. */
    String text() {
      String[] words = name().toLowerCase(Locale.ROOT).split("_");
      StringBuilder text = new StringBuilder(words[0]);
      for (int i = 1; i < words.length; i++) {
        text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
      }
      return text.toString();
    }
  }

  void count(Of what) {
    add(what, 1);
  }

  void add(Of what, long more) {
    counts.merge(what, more, Long::sum);
  }

  void add(Figures other) {
    other.counts.forEach(this::add);
  }

  /** All counts under their names. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Of what : Of.values()) {
      all.put(what.text(), get(what));
    }
    return all;
  }

  long get(Of what) {
    return counts.getOrDefault(what, 0L);
  }
}
