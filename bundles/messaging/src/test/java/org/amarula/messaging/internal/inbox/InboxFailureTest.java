package org.amarula.messaging.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.internal.server.FaultyStorage;
import org.amarula.messaging.internal.server.ManualTimer;
import org.amarula.messaging.internal.server.Steps;
import org.amarula.messaging.internal.server.TestClock;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

/** A batch of the inbox that fails while somebody goes. */
class InboxFailureTest {
  private final FaultyStorage storage =
      new FaultyStorage(new MemoryStorage().open(Profile.of("alice")));
  private final Steps steps = new Steps();
  private final ManualTimer timer = new ManualTimer();
  private final StoredInbox inbox =
      new StoredInbox(
          new InboxSettings(storage, new Nobody(), steps, timer, new TestClock()),
          (row, again) -> Optional.empty());

  private static final class Nobody implements InboxConsumers {
    @Override
    public void observe(MessageReceived message) {}

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      return new CompletableFuture<>();
    }

    @Override
    public void deliver(Event event) {}
  }

  @Test
  void closedInboxDoesNotTryAgain() {
    storage.failCommit(1);
    inbox.attach("bot");
    inbox.close(); // before it is told that its batch has failed
    int commits = storage.commits();
    steps.run();

    assertThat(timer.waiting()).isZero();
    timer.fire();
    steps.run();
    assertThat(storage.commits()).isEqualTo(commits);
    assertThat(storage.read(Tables.INBOX_CURSOR, "bot")).as("written by the end").isPresent();
  }

  @Test
  void failedBatchDoesNotBringBackWhoHasUnsubscribed() {
    storage.failCommit(1);
    inbox.attach("bot");
    inbox.detach("bot");
    assertThat(steps.await(inbox.unsubscribe("bot"))).isTrue();
    timer.fire();
    steps.run();

    assertThat(storage.read(Tables.INBOX_CURSOR, "bot")).isEmpty();
    assertThat(inbox.subscriptions()).isEmpty();
  }
}
