package org.amarula.interop;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.ReceivedMessage;

/** Waits for what reaches a simulated phone, which can only be asked. */
final class PhoneInbox {
  private static final long ASK_EVERY_NANOS = 20_000_000;

  private PhoneInbox() {}

  /** The message with this text. */
  static ReceivedMessage await(SandboxServer sandbox, String phone, String text) {
    Instant deadline = Instant.now().plus(JavaAccount.PATIENCE);
    while (true) {
      Optional<ReceivedMessage> found =
          sandbox.received(phone).stream()
              .filter(message -> message.text().equals(text))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(
            "The phone did not get '" + text + "'; it got " + sandbox.received(phone));
      }
      LockSupport.parkNanos(ASK_EVERY_NANOS);
    }
  }
}
