package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectPolicy;
import org.amarula.api.state.DisconnectReason;
import org.amarula.stack.EndRow.Next;
import org.amarula.stack.EndRow.Place;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks the policy table against the sandbox in virtual time: provokes each end of a linked account
 * and sees the states, the reason, the next step, the stored credentials, and what comes of asking
 * to connect again.
 */
@Timeout(120)
class ReasonsTest {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final AtomicInteger WALKED = new AtomicInteger();

  @TempDir static Path data;
  private static TimedStack stack;

  private TimedStack.Walker account;
  private Jid own;

  @BeforeAll
  static void start() {
    stack = new TimedStack(data);
  }

  @AfterAll
  static void stop() {
    stack.close();
    System.out.println("Policy table: " + WALKED + " rows walked");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyEndLeadsWhereTheTableSays(EndRow row) {
    account = stack.pair("walker-" + WALKED.incrementAndGet());
    own = account.connection().ownAddress().orElseThrow();
    Instant before = provoke(row);

    StateChanged end = awaitEnd(row);

    assertThat(statesUntil(end)).isEqualTo(expected(row, end));
    DisconnectPolicy policy = end.reason().orElseThrow().policy();
    boolean again = row.next() != Next.WAIT && row.next() != Next.WIPED;
    assertThat(end.state()).isEqualTo(again ? policy.stateMeanwhile() : policy.state());
    assertThat(end.retryAt().isPresent()).as("tried again").isEqualTo(again);
    assertThat(end.reason().orElseThrow().advice()).isNotBlank();
    assertStored(row.next() != Next.WIPED);
    follow(row, end, before);
    assertStored(row.next() != Next.WIPED);
    assertThat(stack.count("overlaps")).as("two sockets at a time").isZero();
    account.stop();
  }

  static List<EndRow> rows() {
    return EndTable.rows();
  }

  /** Makes the fault hit, and tells when. */
  private Instant provoke(EndRow row) {
    Instant before = stack.time.now();
    if (row.place() != Place.LIVE) {
      account.disconnect();
      account.story.await(ConnectionState.STOPPED);
    }
    account.story.mark();
    for (int i = 0; i < row.count(); i++) {
      stack.sandbox.fault(row.fault(account.phone));
    }
    if (row.place() != Place.LIVE) {
      account.connection().connect();
    }
    return before;
  }

  private StateChanged awaitEnd(EndRow row) {
    return account.story.await(
        StateChanged.class,
        change -> change.reason().filter(row.reason()::isInstance).isPresent(),
        row.silent() ? STEP : TimedStory.SLOWLY);
  }

  private List<ConnectionState> statesUntil(StateChanged end) {
    List<StateChanged> changes = account.story.changes();
    return changes.subList(0, changes.indexOf(end) + 1).stream().map(StateChanged::state).toList();
  }

  private static List<ConnectionState> expected(EndRow row, StateChanged end) {
    List<ConnectionState> states = new ArrayList<>(row.place().before());
    states.add(end.state());
    return states;
  }

  private void assertStored(boolean kept) {
    if (kept) {
      assertThat(account.stored()).as("credentials").contains(own);
    } else {
      assertThat(account.stored()).as("credentials").isEmpty();
    }
  }

  private void follow(EndRow row, StateChanged end, Instant before) {
    switch (row.next()) {
      case AT_ONCE -> account.story.await(ConnectionState.ONLINE);
      case BACKOFF -> comesBack(end, before, 1600, 2400);
      case SLOWLY -> comesBack(end, before, 48_000, 72_000);
      case ONCE -> onceMore(row, end, before);
      case AFTER_BAN -> afterTheBan(end, before);
      case WIPED -> {
        assertThat(account.storesAnything()).isFalse();
        staysUntilAsked(end);
        account.awaitQr();
      }
      default -> {
        staysUntilAsked(end);
        account.story.await(ConnectionState.ONLINE);
      }
    }
  }

  /** A retry in a span of milliseconds, which works. */
  private void comesBack(StateChanged end, Instant before, int least, int most) {
    Instant due = end.retryAt().orElseThrow();
    assertThat(due).isBetween(before.plusMillis(least), stack.time.now().plusMillis(most));
    account.settle(); // the attempt is planned right after the end is told
    stack.time.advanceTo(due);
    account.story.await(ConnectionState.ONLINE);
    assertThat(account.story.changes().stream().filter(told -> told.reason().isPresent()))
        .as("an end is counted once")
        .hasSize(1);
  }

  /** The same again is the end. */
  private void onceMore(EndRow row, StateChanged end, Instant before) {
    comesBack(end, before, 1600, 2400);
    account.story.mark();
    stack.sandbox.fault(row.fault(account.phone));
    StateChanged last =
        account.story.await(
            StateChanged.class, change -> change.reason().isPresent(), TimedStory.SLOWLY);
    assertThat(last.state()).isEqualTo(ConnectionState.GIVEN_UP);
    assertThat(last.reason().orElseThrow()).isInstanceOf(DisconnectReason.GivenUp.class);
    staysUntilAsked(last);
    account.story.await(ConnectionState.ONLINE);
  }

  /** Not before its end, not even by who asks. */
  private void afterTheBan(StateChanged end, Instant before) {
    DisconnectReason.TemporarilyBanned ban =
        (DisconnectReason.TemporarilyBanned) end.reason().orElseThrow();
    assertThat(end.retryAt()).contains(ban.until());
    assertThat(ban.until())
        .isBetween(
            before.plusSeconds(ban.offence() == 0 ? 3600 : 7200),
            stack.time.now().plusSeconds(ban.offence() == 0 ? 3600 : 7200));
    account.connection().connect();
    account.settle();
    stack.time.advanceTo(ban.until().minusSeconds(1));
    account.settle();
    assertThat(account.connection().state()).isEqualTo(ConnectionState.BANNED);
    stack.time.advanceTo(ban.until());
    account.story.await(ConnectionState.ONLINE);
  }

  /** Two hours bring no attempt; then somebody asks. */
  private void staysUntilAsked(StateChanged end) {
    account.settle();
    stack.pass(Duration.ofHours(2));
    account.settle();
    assertThat(account.connection().state()).isEqualTo(end.state());
    assertThat(account.connection().lastReason()).isEqualTo(end.reason());
    assertThat(account.story.states()).endsWith(end.state());
    account.story.mark();
    account.connection().connect();
  }
}
