package org.amarula.crypto.signal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The storage key of one device: {@code user[_domain].device}, spec signal.md 4. The domain is 0
 * for phone numbers (and omitted in the text), 1 for LIDs, 128 hosted, 129 hosted LIDs.
 */
public record SignalAddress(String user, int domain, int device) {
  private static final int MAX_USER = 64;
  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z0-9-]{1,64})(?:_([1-9][0-9]{0,2}))?\\.(0|[1-9][0-9]{0,4})");

  public SignalAddress {
    if (!isUser(user)) {
      throw new IllegalArgumentException("User part of an address must be letters and digits");
    }
    if (domain < 0 || domain > 255) {
      throw new IllegalArgumentException("Domain must be 0 to 255, was " + domain);
    }
    if (device < 0 || device > 0xffff) {
      throw new IllegalArgumentException("Device must be 0 to 65535, was " + device);
    }
  }

  private static boolean isUser(String user) {
    for (int i = 0; i < user.length(); i++) {
      char c = user.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-') {
        return false;
      }
    }
    return !user.isEmpty() && user.length() <= MAX_USER;
  }

  /** Reads the text form; refuses any other spelling than {@link #text()} writes. */
  public static SignalAddress parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not an address of the form user[_domain].device");
    }
    int domain = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    return new SignalAddress(matcher.group(1), domain, Integer.parseInt(matcher.group(3)));
  }

  /** The text form, equal for equal addresses only. */
  public String text() {
    return (domain == 0 ? user : user + "_" + domain) + "." + device;
  }

  /** Hides the user, for a log line. */
  @Override
  public String toString() {
    String end = user.substring(Math.max(0, user.length() - 2));
    return "SignalAddress[.." + end + (domain == 0 ? "" : "_" + domain) + "." + device + "]";
  }
}
