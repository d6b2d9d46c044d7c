package org.amarula.crypto.signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything stored for one remote device: at most one current session and up to {@value
 * #MAX_ARCHIVED} archived ones, newest first (spec signal.md 3.5). Immutable and thread-safe;
 * {@link SessionCipher} takes a record and returns the one that replaces it.
 */
public final class SessionRecord {
  static final int MAX_ARCHIVED = 40;

  private static final SessionRecord EMPTY = new SessionRecord(null, List.of());

  private final StoredForm current;
  private final List<StoredForm> archived;

  private SessionRecord(StoredForm current, List<StoredForm> archived) {
    this.current = current;
    this.archived = archived;
  }

  /** The record of a device we know nothing of. */
  public static SessionRecord empty() {
    return EMPTY;
  }

  /** Reads what {@link #serialize()} wrote; every length and every list is checked. */
  public static SessionRecord parse(byte[] bytes) throws CorruptRecordException {
    return SessionRecordFormat.parse(bytes);
  }

  /** The stored form, at most 2 MiB: the oldest archived sessions give way (spec 9.2). */
  public byte[] serialize() {
    return SessionRecordFormat.serialize(current, archived);
  }

  /** Whether {@link SessionCipher#encrypt} finds a session. */
  public boolean hasCurrent() {
    return current != null;
  }

  /** The peer's registration id in the current session, 0 when there is none. */
  public int remoteRegistrationId() {
    return current == null ? 0 : current.session().origin().remoteRegistrationId();
  }

  /** The peer's identity in the current session, 33 bytes. */
  public Optional<byte[]> remoteIdentity() {
    return Optional.ofNullable(current)
        .map(form -> form.session().origin().remoteIdentity().clone());
  }

  /** The base key of the current session, 33 bytes; retries compare it (spec 7.6). */
  public Optional<byte[]> baseKey() {
    return Optional.ofNullable(current).map(form -> form.session().origin().baseKey().clone());
  }

  /** Whether the next message will be a pkmsg, since the peer has not answered yet. */
  public boolean pendingPreKey() {
    return pendingSince().isPresent();
  }

  /** When a session that is still pending was made; older than 30 days: rebuild it (spec 3.3). */
  public Optional<Instant> pendingSince() {
    return Optional.ofNullable(current)
        .map(form -> form.session().pending())
        .map(pending -> Instant.ofEpochMilli(pending.createdMillis()));
  }

  public int archivedCount() {
    return archived.size();
  }

  /** Moves the current session to the front of the archive; nothing is forgotten. */
  public SessionRecord archiveCurrent() {
    return current == null ? this : of(null, archive(current, archived));
  }

  /**
   * Appends the sessions of a record that turned out to belong to the same device, as when a phone
   * number is found to have a LID (spec 8.3): this record's current session stays current.
   */
  public SessionRecord mergeArchived(SessionRecord other) {
    List<StoredForm> merged = new ArrayList<>(archived);
    for (StoredForm candidate : other.all()) {
      boolean known =
          all().stream().anyMatch(mine -> mine.session().sameOrigin(candidate.session()));
      if (!known && merged.size() < MAX_ARCHIVED) {
        merged.add(candidate);
      }
    }
    return of(current, merged);
  }

  /** Counts only: a record holds keys. */
  @Override
  public String toString() {
    return "SessionRecord[current=" + hasCurrent() + ", archived=" + archivedCount() + "]";
  }

  static SessionRecord of(StoredForm current, List<StoredForm> archived) {
    return new SessionRecord(current, archived);
  }

  /** The current session; null when there is none. */
  Session current() {
    return current == null ? null : current.session();
  }

  /** All sessions in the order of trial: current, then the archive, newest first. */
  List<StoredForm> all() {
    if (current == null) {
      return archived;
    }
    List<StoredForm> all = new ArrayList<>(archived.size() + 1);
    all.add(current);
    all.addAll(archived);
    return all;
  }

  /** A new session becomes current, the old current one goes to the front of the archive. */
  SessionRecord with(Session added) {
    StoredForm form = new StoredForm(added);
    return current == null ? of(form, archived) : of(form, archive(current, archived));
  }

  SessionRecord replaceCurrent(Session stepped) {
    return of(new StoredForm(stepped), archived);
  }

  /**
   * {@code tried}, one of {@link #all()}, became {@code stepped}: it replaces the current session
   * in place, or is promoted from the archive (spec 3.5, D-10).
   */
  SessionRecord replace(StoredForm tried, Session stepped) {
    if (tried == current) {
      return replaceCurrent(stepped);
    }
    List<StoredForm> others = new ArrayList<>(archived);
    others.remove(tried); // by identity: StoredForm does not define equals
    StoredForm promoted = new StoredForm(stepped);
    return current == null ? of(promoted, others) : of(promoted, archive(current, others));
  }

  private static List<StoredForm> archive(StoredForm newest, List<StoredForm> older) {
    List<StoredForm> archived = new ArrayList<>(Math.min(older.size() + 1, MAX_ARCHIVED));
    archived.add(newest);
    archived.addAll(older.subList(0, Math.min(older.size(), MAX_ARCHIVED - 1)));
    return archived;
  }
}
