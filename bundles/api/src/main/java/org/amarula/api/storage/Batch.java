package org.amarula.api.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;

/** Changes that are made together or not at all, in the order in which they were added. */
public final class Batch {
  private final List<Change> changes;

  private Batch(List<Change> changes) {
    this.changes = changes;
  }

  /** A new, empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The changes, in order. */
  public List<Change> changes() {
    return changes;
  }

  /** Whether nothing is to be changed. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** One key that is set or removed. */
  public static final class Change {
    private final Namespace namespace;
    private final String key;
    private final Bytes value;

    private Change(Namespace namespace, String key, Bytes value) {
      this.namespace = namespace;
      this.key = key;
      this.value = value;
    }

    /** The group of the key. */
    public Namespace namespace() {
      return namespace;
    }

    /** The key. */
    public String key() {
      return key;
    }

    /** The new value; empty when the key is removed. */
    public Optional<Bytes> value() {
      return Optional.ofNullable(value);
    }
  }

  /**
   * Collects changes. Confined to one thread. A key is 1 to 512 characters of well-formed Unicode;
   * others are refused with {@link IllegalArgumentException}.
   */
  public static final class Builder {
    private static final int MAX_KEY_CHARS = 512;

    private final List<Change> changes = new ArrayList<>();

    private Builder() {}

    /** Sets a key. */
    public Builder put(Namespace namespace, String key, Bytes value) {
      changes.add(new Change(namespace, checked(key), value));
      return this;
    }

    /** Removes a key, if it is there. */
    public Builder delete(Namespace namespace, String key) {
      changes.add(new Change(namespace, checked(key), null));
      return this;
    }

    /** Adds all changes of another batch. */
    public Builder addAll(Batch other) {
      changes.addAll(other.changes);
      return this;
    }

    /** The batch. */
    public Batch build() {
      return new Batch(List.copyOf(changes));
    }

    // Half a surrogate pair has no UTF-8 form, so two such keys could become one.
    private static boolean isHalf(int codePoint) {
      return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static String checked(String key) {
      if (key.isEmpty() || key.length() > MAX_KEY_CHARS) {
        throw new IllegalArgumentException("A key has 1 to " + MAX_KEY_CHARS + " characters.");
      }
      if (key.codePoints().anyMatch(Builder::isHalf)) {
        throw new IllegalArgumentException("A key is well-formed Unicode.");
      }
      return key;
    }
  }
}
