package org.amarula.connection.internal.version;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.amarula.connection.internal.login.WebVersion;

/**
 * Finds the revision in a page and the version that it makes (spec/transport.md 3.5). Stateless.
 */
public final class Revisions {
  // the quotes may be escaped
  private static final Pattern REVISION =
      Pattern.compile("\\\\?\"client_revision\\\\?\"\\s*:\\s*([0-9]{1,10})(?![0-9])");

  private static final String PREFIX = "2.3000.";

  private Revisions() {}

  /** The first revision that a page names. */
  public static Optional<String> in(String page) {
    Matcher matcher = REVISION.matcher(page);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The version of this revision, should it be newer than the current one. */
  public static Optional<String> newer(String revision, String current) {
    WebVersion known = WebVersion.parse(current);
    try {
      WebVersion published = WebVersion.parse(PREFIX + revision);
      return published.compareTo(known) > 0 ? Optional.of(published.toString()) : Optional.empty();
    } catch (IllegalArgumentException e) { // a number that no client payload can hold
      return Optional.empty();
    }
  }
}
