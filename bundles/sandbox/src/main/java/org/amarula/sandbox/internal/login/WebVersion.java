package org.amarula.sandbox.internal.login;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.amarula.proto.handshake.ClientPayload.UserAgent.AppVersion;

/** A client's version, three numbers (spec transport.md 3.5). */
public record WebVersion(long primary, long secondary, long tertiary)
    implements Comparable<WebVersion> {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})\\.([0-9]{1,10})");
  private static final Comparator<WebVersion> ORDER =
      Comparator.comparingLong(WebVersion::primary)
          .thenComparingLong(WebVersion::secondary)
          .thenComparingLong(WebVersion::tertiary);

  /** Reads {@code 2.3000.1}; {@link IllegalArgumentException} when it is no such text. */
  public static WebVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("A web version has three numbers, as in 2.3000.1.");
    }
    return new WebVersion(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }

  static WebVersion of(AppVersion version) {
    return new WebVersion(
        Integer.toUnsignedLong(version.getPrimary()),
        Integer.toUnsignedLong(version.getSecondary()),
        Integer.toUnsignedLong(version.getTertiary()));
  }

  @Override
  public int compareTo(WebVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return primary + "." + secondary + "." + tertiary;
  }
}
