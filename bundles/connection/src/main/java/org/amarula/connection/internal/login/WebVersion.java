package org.amarula.connection.internal.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three numbers of a web version (spec/transport.md 3.5). */
public record WebVersion(int primary, int secondary, int tertiary)
    implements Comparable<WebVersion> {
  private static final Comparator<WebVersion> ORDER =
      Comparator.comparingInt(WebVersion::primary)
          .thenComparingInt(WebVersion::secondary)
          .thenComparing(WebVersion::tertiary, Integer::compareUnsigned);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,10})");

  /** Parses {@code a.b.c}; {@link IllegalArgumentException} when it is something else. */
  public static WebVersion parse(String text) {
    Matcher numbers = FORM.matcher(text);
    if (!numbers.matches()) {
      throw new IllegalArgumentException(
          "A web version has three numbers with dots between them, this is '" + text + "'.");
    }
    return new WebVersion(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseUnsignedInt(numbers.group(3)));
  }

  /** MD5 of the text form, 16 bytes (spec/transport.md 3.4); no secret, no signature. */
  byte[] buildHash() {
    try {
      return MessageDigest.getInstance("MD5")
          .digest(toString().getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5.", e);
    }
  }

  @Override
  public int compareTo(WebVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return primary + "." + secondary + "." + Integer.toUnsignedString(tertiary);
  }
}
