package org.amarula.launcher;

/** The command line does not follow the usage; the message says where. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message, null, false, false);
  }
}
