package org.amarula.shell.internal;

import static org.amarula.shell.internal.Calls.json;
import static org.amarula.shell.internal.Calls.lines;
import static org.amarula.shell.internal.Calls.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.OutboxDropped;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Outbox;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.instance.ParkedStanza;
import org.amarula.api.instance.SubscriptionStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The inbox and the outbox as people and programs see them. */
class OutboxCommandsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Jid BOB = Jid.ofPhone("15550002");

  private final FakeFactory factory = new FakeFactory();
  private final EventLog log = new EventLog();
  private final List<String> asked = new ArrayList<>();
  private final OutboxCommand outbox = new OutboxCommand(factory, Clock.fixed(NOW, ZoneOffset.UTC));
  private final InboxCommand inbox = new InboxCommand(factory);

  @BeforeEach
  void start() {
    run(new StartCommand(factory), "alice");
    factory.outbox = new Kept();
    factory.inbox = new Read();
  }

  private FakeFactory.FakeConnection alice() {
    return factory.running.get(Profile.of("alice"));
  }

  @Test
  void outboxIsATableWithoutAddresses() {
    List<String> printed = lines(outbox, "alice");

    assertThat(printed.get(0)).startsWith("ID").endsWith("PROBLEM");
    assertThat(printed.get(1)).contains("3EB01", "text", "waiting", "2m").doesNotContain("1555");
    assertThat(printed.get(2)).contains("3EB02", "parked", "8", "No device.");
    assertThat(printed.get(3)).isEqualTo("1 waiting, 1 parked, room for 100; 42 bytes");
  }

  @Test
  void outboxIsALineAMessageForPrograms() {
    assertThat(lines(outbox, "alice", "--json"))
        .containsExactly(
            "{\"profile\":\"alice\",\"id\":\"3EB01\",\"chat\":\""
                + BOB.redacted()
                + "\",\"kind\":\"text\",\"state\":\"waiting\",\"tries\":0,"
                + "\"storedAt\":\"2026-01-02T03:02:05Z\"}",
            "{\"profile\":\"alice\",\"id\":\"3EB02\",\"chat\":\""
                + BOB.redacted()
                + "\",\"kind\":\"text\",\"state\":\"parked\",\"tries\":8,"
                + "\"storedAt\":\"2026-01-02T03:02:05Z\",\"problem\":\"No device.\"}");
  }

  @Test
  void outboxRetriesAndDrops() {
    assertThat(json(outbox, "alice", "--retry", "all", "--json").get("retried").getAsInt())
        .isEqualTo(1);
    assertThat(run(outbox, "alice", "--retry", "3EB02")).contains("1 messages");
    assertThat(run(outbox, "alice", "--drop", "3EB01")).contains("Dropped 3EB01");

    assertThat(asked).containsExactly("retry all", "retry 3EB02", "cancel 3EB01");
    assertThatThrownBy(() -> run(outbox, "alice", "--retry", "3EB09"))
        .hasMessageContaining("3EB09");
    assertThatThrownBy(() -> run(outbox, "alice", "--drop", "3EB09")).hasMessageContaining("3EB09");
    assertThatThrownBy(() -> run(outbox, "nobody")).hasMessageContaining("does not run");
  }

  @Test
  void inboxShowsWhoHasConfirmedWhat() {
    assertThat(lines(inbox, "alice").get(1)).contains("shop", "absent", "3", "1");
    assertThat(lines(inbox, "alice").get(2)).isEqualTo("1 stanzas put aside");
    assertThat(lines(inbox, "alice", "--json"))
        .containsExactly(
            "{\"profile\":\"alice\",\"subscription\":\"shop\",\"attached\":false,"
                + "\"waiting\":3,\"parked\":1}");
    assertThat(lines(inbox, "alice", "--parked", "shop", "--json").get(0))
        .contains("\"id\":\"M1\"", "\"kind\":\"text\"")
        .doesNotContain("1555", "secret words");
  }

  @Test
  void inboxGivesAgainAndForgets() {
    assertThat(json(inbox, "alice", "--retry", "shop", "--json").get("retried").getAsInt())
        .isEqualTo(1);
    assertThat(run(inbox, "alice", "--unsubscribe", "shop")).contains("forgotten");

    assertThat(asked).containsExactly("replay shop", "unsubscribe shop");
    assertThatThrownBy(() -> run(inbox, "alice", "--unsubscribe", "none"))
        .hasMessageContaining("none");
    assertThatThrownBy(() -> run(inbox, "alice", "--retry", "none")).hasMessageContaining("none");
  }

  @Test
  void durableSendTellsThatItIsStored() {
    alice().sendResult = CompletableFuture.completedFuture(new SendResult.Stored("3EB01"));

    JsonObject line = json(send(), "alice", "120@g.us", "hello", "--durable", "--json");

    assertThat(line).hasToString("{\"result\":\"stored\",\"id\":\"3EB01\"}");
    assertThat(alice().options).isEqualTo(SendOptions.durableUntilStored());
  }

  @Test
  void durableSendOfAnOnlineAccountTellsItsEnd() {
    alice().state = ConnectionState.ONLINE;
    alice().sendResult = CompletableFuture.completedFuture(new SendResult.Stored("3EB01"));
    log.onEvent(
        alice(), new OutboxSettled("3EB01", BOB, new SendResult.Rejected("3EB01", 404, "nobody")));

    assertThat(json(send(), "alice", "15550002", "x", "--durable", "--json").get("code"))
        .hasToString("404");

    alice().sendResult = CompletableFuture.completedFuture(new SendResult.Stored("3EB02"));
    log.onEvent(alice(), new OutboxParked("3EB02", BOB, 8, "No device.", false));
    assertThatThrownBy(() -> run(send(), "alice", "15550002", "x", "--durable"))
        .hasMessageContaining("No device.");
  }

  @Test
  void eventsTellOfTheOutbox() {
    log.onEvent(
        alice(), new OutboxSettled("3EB01", BOB, new SendResult.Accepted("3EB01", Instant.EPOCH)));
    log.onEvent(alice(), new OutboxParked("3EB02", BOB, 8, "No device.", false));
    log.onEvent(alice(), new OutboxDropped("3EB03", BOB, OutboxDropped.Reason.CANCELLED, true));

    List<String> printed = lines(new EventsCommand(factory, log), "alice", "--json");

    assertThat(printed.get(0)).contains("\"outbox-settled\"", "\"result\":\"accepted\"");
    assertThat(printed.get(1)).contains("\"outbox-parked\"", "\"tries\":8", "No device.");
    assertThat(printed.get(2)).contains("\"reason\":\"cancelled\"", "\"maybeSent\":true");
    assertThat(run(new EventsCommand(factory, log), "alice")).contains("parks 3EB02");
  }

  private SendCommand send() {
    return new SendCommand(factory, log);
  }

  /** An outbox with one message that waits and one that is parked. */
  private final class Kept implements Outbox {
    @Override
    public int waiting() {
      return 1;
    }

    @Override
    public int parked() {
      return 1;
    }

    @Override
    public int capacity() {
      return 100;
    }

    @Override
    public long bytes() {
      return 42;
    }

    @Override
    public List<OutboxEntry> entries() {
      Instant then = NOW.minusSeconds(120);
      return List.of(
          new OutboxEntry("3EB01", BOB, "text", OutboxEntry.State.WAITING, 0, then, ""),
          new OutboxEntry("3EB02", BOB, "text", OutboxEntry.State.PARKED, 8, then, "No device."));
    }

    @Override
    public CompletionStage<Boolean> cancel(String id) {
      return answer("cancel " + id, id.equals("3EB01"));
    }

    @Override
    public CompletionStage<Boolean> retry(String id) {
      return answer("retry " + id, id.equals("3EB02"));
    }

    @Override
    public CompletionStage<Integer> retryParked() {
      return answer("retry all", true).thenApply(yes -> 1);
    }
  }

  private CompletionStage<Boolean> answer(String call, boolean known) {
    if (known) {
      asked.add(call);
    }
    return CompletableFuture.completedFuture(known);
  }

  /** An inbox with one subscription. */
  private final class Read implements Inbox {
    @Override
    public List<SubscriptionStatus> subscriptions() {
      return List.of(new SubscriptionStatus("shop", false, 3, 1));
    }

    @Override
    public CompletionStage<Boolean> unsubscribe(String name) {
      return answer("unsubscribe " + name, name.equals("shop"));
    }

    @Override
    public List<MessageReceived> parked(String name) {
      return List.of(
          new MessageReceived(BOB, BOB, "M1", NOW, false, true, "Bob", new Text("secret words")));
    }

    @Override
    public CompletionStage<Integer> replayParked(String name) {
      return answer("replay " + name, true).thenApply(yes -> 1);
    }

    @Override
    public List<ParkedStanza> parkedStanzas() {
      return List.of(new ParkedStanza(NOW, "message", "M2", "It is odd.", Bytes.EMPTY));
    }
  }
}
