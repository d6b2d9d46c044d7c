package org.amarula.connection.internal.stanza;

import java.util.concurrent.CompletionException;

/** Makes texts of the server fit for messages and logs: short and printable. Stateless. */
public final class Words {
  private static final int MAXIMUM = 80;
  private static final int READABLE = 200;

  private Words() {}

  /** What a failed stage tells, without the wrapping and the full stop. */
  public static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : plain(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
  }

  /** A text for people in any language: at most 200 characters, none of which controls anything. */
  public static String readable(String text) {
    String cut = text.length() <= READABLE ? text : text.substring(0, READABLE) + "...";
    return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }

  /** At most 80 characters, others than printable ASCII replaced. */
  public static String plain(String text) {
    String cut = text.length() <= MAXIMUM ? text : text.substring(0, MAXIMUM) + "...";
    return cut.replaceAll("[^ -~]", "?");
  }
}
