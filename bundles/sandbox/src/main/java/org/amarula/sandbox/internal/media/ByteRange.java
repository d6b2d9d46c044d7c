package org.amarula.sandbox.internal.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file, both ends included, as a {@code Range} header asks for it. */
public record ByteRange(long from, long to) {
  private static final Pattern HEADER = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

  /** The part that a header means in a file of this length; nothing when it has no such part. */
  public static Optional<ByteRange> parse(String header, long length) {
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long from = Long.parseLong(matcher.group(1));
    long to = matcher.group(2).isEmpty() ? length - 1 : Long.parseLong(matcher.group(2));
    return from < length && from <= to
        ? Optional.of(new ByteRange(from, Math.min(to, length - 1)))
        : Optional.empty();
  }

  /** How many bytes it has. */
  public long length() {
    return to - from + 1;
  }
}
