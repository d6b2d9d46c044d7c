package org.amarula.api;

import java.util.regex.Pattern;

/**
 * The name under which one account's credentials and messages are kept: 1 to 64 letters, digits,
 * {@code .}, {@code _} or {@code -}, not beginning with a dot. It is a tenant's key and may be part
 * of a file name, so nothing else is let in.
 *
 * @param name the name as written
 */
public record Profile(String name) implements Comparable<Profile> {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /** Refuses a bad name with {@link InvalidSettingsException}. */
  public Profile {
    if (name == null || !VALID.matcher(name).matches()) {
      throw new InvalidSettingsException(
          "profile",
          String.valueOf(name),
          "1 to 64 letters, digits, '.', '_' or '-', not beginning with '.'");
    }
  }

  /** The profile of this name. */
  public static Profile of(String name) {
    return new Profile(name);
  }

  @Override
  public int compareTo(Profile other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
