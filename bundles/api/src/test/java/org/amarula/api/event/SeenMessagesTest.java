package org.amarula.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.junit.jupiter.api.Test;

class SeenMessagesTest {
  private static final Jid ALICE = Jid.ofPhone("15550001");
  private static final Jid BOB = Jid.ofPhone("15550002");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  private static MessageReceived message(Jid chat, Jid author, String id) {
    return new MessageReceived(
        chat, author, id, Instant.EPOCH, false, false, "", new Text("hello"));
  }

  @Test
  void theSameMessageIsNewOnceWhateverItsFlags() {
    SeenMessages seen = new SeenMessages(10, clock);
    MessageReceived message = message(ALICE, ALICE, "A");

    assertThat(seen.firstTime(message)).isTrue();
    assertThat(seen.firstTime(message.asRedelivered())).isFalse();
  }

  @Test
  void chatAuthorAndIdAllCount() {
    SeenMessages seen = new SeenMessages(10, clock);

    assertThat(seen.firstTime(message(ALICE, ALICE, "A"))).isTrue();
    assertThat(seen.firstTime(message(ALICE, BOB, "A"))).isTrue();
    assertThat(seen.firstTime(message(BOB, ALICE, "A"))).isTrue();
    assertThat(seen.firstTime(message(ALICE, ALICE, "B"))).isTrue();
    assertThat(MessageKey.of(message(ALICE, BOB, "A")).text())
        .isNotEqualTo(MessageKey.of(message(BOB, ALICE, "A")).text());
  }

  @Test
  void aForgottenMessageIsNewAgain() {
    SeenMessages seen = new SeenMessages(10, clock);
    seen.firstTime(message(ALICE, ALICE, "A"));

    seen.forget(message(ALICE, ALICE, "A"));

    assertThat(seen.firstTime(message(ALICE, ALICE, "A"))).isTrue();
  }

  @Test
  void overItsBoundTheOldestIsForgotten() {
    SeenMessages seen = new SeenMessages(2, clock);
    seen.firstTime(message(ALICE, ALICE, "A"));
    seen.firstTime(message(ALICE, ALICE, "B"));
    seen.firstTime(message(ALICE, ALICE, "C"));

    assertThat(seen.size()).isEqualTo(2);
    assertThat(seen.firstTime(message(ALICE, ALICE, "C"))).isFalse();
    assertThat(seen.firstTime(message(ALICE, ALICE, "A"))).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new SeenMessages(0));
  }

  @Test
  void aMessageIsRememberedForFourteenDays() {
    SeenMessages seen = new SeenMessages(10, clock);
    seen.firstTime(message(ALICE, ALICE, "A"));
    now = now.plus(Duration.ofDays(14));
    assertThat(seen.firstTime(message(ALICE, ALICE, "A"))).isFalse();
    now = now.plus(Duration.ofSeconds(1));
    assertThat(seen.firstTime(message(ALICE, ALICE, "A"))).isTrue();
  }

  @Test
  void keysNameNoNumbersInLogs() {
    assertThat(MessageKey.of(message(ALICE, BOB, "A")).toString()).doesNotContain("15550001");
  }
}
