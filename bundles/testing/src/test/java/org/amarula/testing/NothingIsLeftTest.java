package org.amarula.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A kit that was closed is gone. */
class NothingIsLeftTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @Test
  void noThreadOutlivesItsKit() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<String> meanwhile;
    try (BotKit kit = BotKit.start()) {
      Contact alice = kit.contact("Alice");
      kit.bot("bot").listens(new PingBot());
      alice.sends("ping");
      alice.expectReply("pong");
      meanwhile = newcomers(before);
    }

    assertThat(meanwhile).hasSizeGreaterThan(3);
    assertThat(leftAfterAWhile(before)).isEmpty();
  }

  private static Set<String> leftAfterAWhile(Set<Thread> before) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    Set<String> left = newcomers(before);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      left = newcomers(before);
    }
    return left;
  }

  private static Set<String> newcomers(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }
}
