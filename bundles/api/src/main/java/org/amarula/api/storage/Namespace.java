package org.amarula.api.storage;

import java.util.regex.Pattern;

/**
 * A named group of keys inside a profile.
 *
 * @param name 1 to 32 of {@code a-z}, {@code 0-9} and {@code -}
 */
public record Namespace(String name) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9-]{1,32}");

  /** Refuses a bad name with {@link IllegalArgumentException}. */
  public Namespace {
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException("A namespace is 1 to 32 of a-z, 0-9 and '-'.");
    }
  }
}
