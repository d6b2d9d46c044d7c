package org.amarula.shell.internal;

import static org.amarula.shell.internal.Calls.execute;
import static org.amarula.shell.internal.Calls.json;
import static org.amarula.shell.internal.Calls.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Aliases;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.Event;
import org.amarula.api.event.ListenerHeld;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.event.PairingCodeEnded;
import org.amarula.api.event.PairingCodeIssued;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final FakeFactory factory = new FakeFactory();
  private final EventLog log = new EventLog();

  @Test
  void startTellsTheInstance() {
    JsonObject line = json(new StartCommand(factory), "alice", "device.name=Shop", "--json");

    assertThat(line.get("profile").getAsString()).isEqualTo("alice");
    assertThat(line.get("instanceId").getAsString()).isEqualTo(alice().id.value());
  }

  @Test
  void aFailureIsOneSentenceWithoutAStackTrace() {
    StartCommand start = new StartCommand(factory);

    assertThatThrownBy(() -> run(start, "alice", "colour=red"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("'colour'")
        .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    assertThatThrownBy(() -> run(start, "../alice")).hasMessageContaining("'profile'");
    assertThatThrownBy(() -> run(new TreeCommand(factory), "nobody"))
        .hasMessage("Account 'nobody' does not run.");
  }

  @Test
  void aFailureIsAJsonLineForPrograms() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StopCommand stop = new StopCommand(factory);

    assertThatThrownBy(() -> execute(stop, bytes, "nobody", "--json"))
        .isInstanceOf(CommandFailure.class);

    JsonObject line =
        JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(line.get("error").getAsString()).isEqualTo("not-running");
    assertThat(line.get("message").getAsString()).contains("nobody");
  }

  @Test
  void aSecondStartOfAProfileIsRefused() {
    run(new StartCommand(factory), "alice");

    assertThatThrownBy(() -> run(new StartCommand(factory), "alice"))
        .hasMessageContaining("in use");
  }

  @Test
  void everyCommandHasHelp() {
    for (ShellCommand command :
        List.of(
            new StartCommand(factory),
            new StopCommand(factory),
            new ListCommand(factory, List::of),
            new DeclaredCommand(List::of),
            new TreeCommand(factory),
            new InfoCommand(factory),
            new InboxCommand(factory),
            new OutboxCommand(factory),
            new WaitCommand(factory, log),
            new SendCommand(factory, log))) {
      assertThat(run(command, "--help")).startsWith("usage: ");
    }
  }

  @Test
  void infoTellsWhatWaitsAndWhatIsStoredApart() {
    run(new StartCommand(factory), "alice");
    alice().queued = 12;
    alice().stored = 3;

    JsonObject line = json(new InfoCommand(factory), "alice", "--json");

    assertThat(line.get("queued").getAsInt()).isEqualTo(12);
    assertThat(line.get("stored").getAsInt()).isEqualTo(3);
    assertThat(run(new InfoCommand(factory), "alice"))
        .containsPattern("queue +12\n")
        .containsPattern("stored +3\n");
  }

  @Test
  void waitReturnsOnceTheStateIsReached() {
    run(new StartCommand(factory), "alice");
    alice().state = ConnectionState.ONLINE;

    assertThat(json(new WaitCommand(factory, log), "alice", "online", "--json").get("state"))
        .hasToString("\"online\"");
  }

  @Test
  void waitTellsATerminalEndAtOnce() {
    run(new StartCommand(factory), "alice");
    alice().state = ConnectionState.LOGGED_OUT;
    alice().reason = new DisconnectReason.LoggedOut("401");

    assertThatThrownBy(
            () -> run(new WaitCommand(factory, log), "alice", "online", "--timeout", "60"))
        .hasMessageContaining("logged-out")
        .hasMessageContaining("pair it again");
  }

  @Test
  void waitEndsAfterItsTime() {
    run(new StartCommand(factory), "alice");

    assertThatThrownBy(
            () -> run(new WaitCommand(factory, log), "alice", "online", "--timeout", "0"))
        .hasMessageContaining("is connecting, not online");
    assertThatThrownBy(() -> run(new WaitCommand(factory, log), "alice", "happy"))
        .hasMessageContaining("no state");
  }

  @Test
  void pairCodePrintsTheCodeAsUsersSeeIt() {
    factory.start(ConnectionSettings.of("alice"));
    alice().code = CompletableFuture.completedFuture(new PairingCode("ABCD1234", Instant.EPOCH));
    PairCodeCommand command = new PairCodeCommand(factory);

    JsonObject line = json(command, "alice", "15551230001", "--code", "abcd1234", "--json");

    assertThat(alice().codeAsked).isEqualTo("15551230001 abcd1234");
    assertThat(line.get("event").getAsString()).isEqualTo("pairing-code");
    assertThat(line.get("code").getAsString()).isEqualTo("ABCD-1234");
    assertThat(line.get("expiresAt").getAsString()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(run(command, "alice", "15551230001")).startsWith("ABCD-1234\n");
    assertThat(alice().codeAsked).isEqualTo("15551230001 ");
  }

  @Test
  void pairCodeThatIsRefusedFailsByName() {
    factory.start(ConnectionSettings.of("alice"));
    alice().code = CompletableFuture.failedFuture(new AlreadyPairedException());

    assertThatThrownBy(() -> run(new PairCodeCommand(factory), "alice", "15551230001"))
        .hasMessageContaining("log out");
    assertThatThrownBy(() -> run(new PairCodeCommand(factory), "alice"))
        .hasMessageContaining("PHONE is missing");
  }

  @Test
  void codesAreEventsInTheirOwnWords() {
    factory.start(ConnectionSettings.of("alice"));
    tell(new PairingCodeIssued(new PairingCode("ABCD1234", Instant.EPOCH)));
    tell(new PairingCodeEnded(PairingCodeEnd.EXPIRED));

    List<String> lines = run(new EventsCommand(factory, log), "alice", "--json").lines().toList();
    String text = run(new EventsCommand(factory, log), "alice");

    assertThat(lines.get(0)).contains("\"event\":\"pairing-code\"", "\"code\":\"ABCD-1234\"");
    assertThat(lines.get(1)).contains("\"event\":\"pairing-code-ended\"", "\"reason\":\"expired\"");
    assertThat(text).doesNotContain("ABCD").contains("Nobody typed the code in time");
  }

  @Test
  void pairShowsTheCodeOfTheLivingConnectionOnly() {
    run(new StartCommand(factory), "alice");
    tell(StateChanged.to(ConnectionState.PAIRING));
    tell(new PairingQr("old", Instant.EPOCH));
    tell(new PairingQr("new", Instant.EPOCH));

    assertThat(json(new PairCommand(factory, log), "alice", "--json").get("qr").getAsString())
        .isEqualTo("new");

    tell(StateChanged.lost(new DisconnectReason.ServerClosed(), Instant.EPOCH));
    assertThatThrownBy(() -> run(new PairCommand(factory, log), "alice", "--timeout", "0"))
        .hasMessageContaining("shows no code");
  }

  @Test
  void sendTellsWhatBecameOfTheMessage() {
    run(new StartCommand(factory), "alice");
    alice().sendResult =
        CompletableFuture.completedFuture(new SendResult.Accepted("3EB0", Instant.EPOCH));

    JsonObject line =
        json(new SendCommand(factory, log), "alice", "15550002", "good", "day", "--json");

    assertThat(line.get("result").getAsString()).isEqualTo("accepted");
    assertThat(((Text) alice().sent).text()).isEqualTo("good day");
    alice().sendResult = CompletableFuture.completedFuture(new SendResult.OutcomeUnknown("3EB0"));
    assertThat(
            json(new SendCommand(factory, log), "alice", "15550002", "x", "--json").get("result"))
        .hasToString("\"unknown\"");
  }

  @Test
  void readPrintsMessagesInBothForms() {
    run(new StartCommand(factory), "alice");
    Jid bob = Jid.ofPhone("15550002");
    tell(new MessageReceived(bob, bob, "M1", Instant.EPOCH, false, true, "Bob", new Text("hi")));

    JsonObject line = json(new ReadCommand(factory, log), "alice", "--json");

    assertThat(line.get("event").getAsString()).isEqualTo("message");
    assertThat(line.get("text").getAsString()).isEqualTo("hi");
    assertThat(line.get("redelivered").getAsBoolean()).isTrue();
    assertThat(run(new ReadCommand(factory, log), "alice")).contains("hi").contains("15550002");
  }

  @Test
  void readShowsNumbersWhereTheyAreKnown() {
    run(new StartCommand(factory), "alice");
    Jid group = Jid.of("120363", Jid.GROUP);
    Jid bob = Jid.of("777", Jid.LID);
    Aliases aliases = new Aliases(Map.of(bob, Jid.ofPhone("15550002")));
    Text text = new Text("hi");
    for (Jid chat : List.of(bob, group)) {
      tell(new MessageReceived(chat, bob, "M", Instant.EPOCH, false, false, "", text, aliases));
    }

    assertThat(run(new ReadCommand(factory, log), "alice"))
        .contains("<- 15550002@s.whatsapp.net: hi")
        .contains("<- 120363@g.us 15550002@s.whatsapp.net: hi");
    assertThat(run(new ReadCommand(factory, log), "alice", "--json"))
        .contains("\"author\":\"777@lid\"")
        .contains("\"authorAlias\":\"15550002@s.whatsapp.net\"");
  }

  @Test
  void eventsTellOfTheTree() {
    run(new StartCommand(factory), "alice");
    tell(new ChildRestarted("table-owner", "killed on purpose"));
    tell(new ListenerHeld("shop.Echo", "amarula-callback-2", Duration.ofSeconds(30)));
    EventsCommand events = new EventsCommand(factory, log);

    List<String> lines = Calls.lines(events, "alice", "--json");

    assertThat(lines.get(0))
        .isEqualTo(
            "{\"event\":\"child-restarted\",\"profile\":\"alice\",\"role\":\"table-owner\","
                + "\"cause\":\"killed on purpose\"}");
    assertThat(lines.get(1)).contains("\"listener-held\"", "shop.Echo", "amarula-callback-2");
    assertThat(run(events, "alice")).contains("alice restarted its table-owner: killed on purpose");
  }

  @Test
  void killNamesTheChild() {
    run(new StartCommand(factory), "alice");

    run(new KillCommand(factory, log), "alice", "connection");

    assertThat(factory.killed).containsExactly(Role.CONNECTION);
    assertThatThrownBy(() -> run(new KillCommand(factory, log), "alice", "cook"))
        .hasMessageContaining("no role");
  }

  @Test
  void killNamesOneSenderOrCustodian() {
    run(new StartCommand(factory), "alice");
    factory.killable.add("SENDER_SUPERVISOR 15550002@s.whatsapp.net");
    factory.killable.add("CUSTODIAN_SUPERVISOR 77@lid");
    KillCommand kill = new KillCommand(factory, log);

    assertThat(run(kill, "alice", "sender", "15550002")).contains("Killed sender");
    assertThat(run(kill, "alice", "custodian", "77@lid")).contains("Killed custodian");
    assertThat(factory.killable).isEmpty();
    assertThatThrownBy(() -> run(kill, "alice", "sender", "15550002"))
        .hasMessageContaining("no sender")
        .hasMessageNotContaining("15550002");
    assertThatThrownBy(() -> run(kill, "alice", "sender")).hasMessageContaining("USER");
  }

  private FakeFactory.FakeConnection alice() {
    return factory.running.get(Profile.of("alice"));
  }

  private void tell(Event event) {
    log.onEvent(alice(), event);
  }
}
