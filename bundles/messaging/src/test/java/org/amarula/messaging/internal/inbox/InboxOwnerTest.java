package org.amarula.messaging.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.Profile;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.InboxConsumers;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.internal.server.ManualTimer;
import org.amarula.messaging.internal.server.Steps;
import org.amarula.messaging.internal.server.TestClock;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredInboxRow;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile is unlinked and linked again: to whom what had come is given. */
class InboxOwnerTest {
  private static final OwnAddress OLD =
      new OwnAddress(Jid.parse("1001:3@s.whatsapp.net"), Jid.parse("91001:3@lid"));
  private static final OwnAddress NEW =
      new OwnAddress(Jid.parse("1009:1@s.whatsapp.net"), Jid.parse("91009:1@lid"));

  private final ProfileStorage storage = new MemoryStorage().open(Profile.of("alice"));
  private final Steps steps = new Steps();
  private final List<String> given = new ArrayList<>();
  private final List<String> observed = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private StoredInbox inbox = open();

  private final class Consumers implements InboxConsumers {
    @Override
    public void observe(MessageReceived message) {
      observed.add(message.id());
    }

    @Override
    public CompletionStage<Void> give(
        String subscription, Supplier<Optional<MessageReceived>> message) {
      message.get().ifPresent(one -> given.add(one.id()));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void deliver(Event event) {
      events.add(event);
    }
  }

  private StoredInbox open() {
    return new StoredInbox(
        new InboxSettings(storage, new Consumers(), steps, new ManualTimer(), new TestClock()),
        InboxOwnerTest::event);
  }

  private static Optional<MessageReceived> event(StoredInboxRow row, boolean again) {
    Jid chat = Jid.parse(row.getChat());
    return Optional.of(
        new MessageReceived(
            chat, chat, row.getId(), Instant.EPOCH, false, again, "", new Text("hello")));
  }

  /** The bot is not there when it comes, and the process dies before observers are told. */
  private void comes(String id, String to) {
    inbox.attach("bot");
    inbox.detach("bot");
    steps.run();
    StoredInboxRow row =
        StoredInboxRow.newBuilder()
            .setChat("91002@lid")
            .setAuthor("91002@lid")
            .setId(id)
            .setOwn(to)
            .build();
    inbox.append(storage, Batch.builder(), "0a1b", row, List.of());
  }

  private void linkedTo(OwnAddress own) {
    inbox = open();
    inbox.attach("bot");
    inbox.online(own);
    steps.run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001@s.whatsapp.net", "91001@lid"})
  void theSameNumberGetsWhatWaited(String to) {
    comes("ONE", to);
    linkedTo(OLD);

    assertThat(given).containsExactly("ONE");
    assertThat(observed).containsExactly("ONE");
    assertThat(events).isEmpty();
    assertThat(storage.count(Tables.INBOX)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001@s.whatsapp.net", "91001@lid"})
  void anotherNumberGetsItWhenItIsAskedForOnly(String to) {
    comes("ONE", to);
    linkedTo(NEW);

    assertThat(given).isEmpty();
    assertThat(observed).isEmpty();
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            MessageParked.class,
            parked -> {
              assertThat(parked.id()).isEqualTo("ONE");
              assertThat(parked.subscription()).isEqualTo("bot");
              assertThat(parked.tries()).isZero();
            });
    assertThat(storage.count(Tables.INBOX)).isZero();
    assertThat(inbox.parked("bot")).extracting(MessageReceived::id).containsExactly("ONE");

    assertThat(steps.await(inbox.replayParked("bot"))).isOne();
    steps.run();

    assertThat(given).containsExactly("ONE");
    assertThat(inbox.parked("bot")).isEmpty();
    assertThat(storage.count(Tables.INBOX)).isZero();
  }

  @Test
  void whatWasAskedForIsGivenAfterARestartToo() {
    comes("ONE", "91001@lid");
    linkedTo(NEW);
    inbox.detach("bot");
    steps.await(inbox.replayParked("bot"));
    assertThat(given).isEmpty();

    linkedTo(NEW);

    assertThat(given).containsExactly("ONE");
    assertThat(events).hasSize(1);
  }

  @Test
  void rowsOfBeforeThisRuleAreGivenAsEver() {
    comes("ONE", "");
    linkedTo(NEW);

    assertThat(given).containsExactly("ONE");
  }
}
