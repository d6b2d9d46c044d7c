package org.amarula.crypto.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Everything stored for one sender in one group: up to {@value #MAX_STATES} sender keys, newest
 * first (spec signal.md 4). For our own device it also holds the signing pair. Immutable and
 * thread-safe; {@link GroupCipher} takes a record and returns the one that replaces it.
 */
public final class SenderKeyRecord {
  static final int MAX_STATES = 5;

  private static final SenderKeyRecord EMPTY = new SenderKeyRecord(List.of());

  private final List<SenderKeyState> states;

  private SenderKeyRecord(List<SenderKeyState> states) {
    this.states = states;
  }

  /** The record of a sender who has not distributed a key, or of ourselves after a rotation. */
  public static SenderKeyRecord empty() {
    return EMPTY;
  }

  /** Reads what {@link #serialize()} wrote; every length and every list is checked. */
  public static SenderKeyRecord parse(byte[] bytes) throws CorruptRecordException {
    return SenderKeyRecordFormat.parse(bytes);
  }

  public byte[] serialize() {
    return SenderKeyRecordFormat.serialize(states);
  }

  public boolean isEmpty() {
    return states.isEmpty();
  }

  public int stateCount() {
    return states.size();
  }

  /** The id of our own key, if this record can encrypt: "who has it" is remembered per id. */
  public OptionalInt ownKeyId() {
    return own() == null ? OptionalInt.empty() : OptionalInt.of(own().id());
  }

  /** Counts only: a record holds keys. */
  @Override
  public String toString() {
    return "SenderKeyRecord[states=" + stateCount() + "]";
  }

  static SenderKeyRecord of(List<SenderKeyState> states) {
    return new SenderKeyRecord(states);
  }

  /** The state we encrypt with; null when there is none. */
  SenderKeyState own() {
    return states.isEmpty() || states.get(0).signing() == null ? null : states.get(0);
  }

  /** The state with an id; null when it is unknown. */
  SenderKeyState find(int id) {
    for (SenderKeyState state : states) {
      if (state.id() == id) {
        return state;
      }
    }
    return null;
  }

  /** Puts a state in front; one of the same id gives way, then the oldest beyond the limit. */
  SenderKeyRecord withFirst(SenderKeyState added) {
    List<SenderKeyState> next = new ArrayList<>(MAX_STATES);
    next.add(added);
    for (SenderKeyState state : states) {
      if (state.id() != added.id() && next.size() < MAX_STATES) {
        next.add(state);
      }
    }
    return of(next);
  }

  /** Replaces the state of the same id at its place. */
  SenderKeyRecord replace(SenderKeyState stepped) {
    List<SenderKeyState> next = new ArrayList<>(states);
    next.replaceAll(state -> state.id() == stepped.id() ? stepped : state);
    return of(next);
  }
}
