package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.amarula.api.StorageException;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.SeenMessages;
import org.amarula.api.instance.Outbox;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Durable sends end to end: what was accepted arrives, once after its key was noted. */
class OutboxTest {
  private static final Map<String, String> HARDY =
      Map.of("restart.max", "100", "backoff.max.seconds", "1", "query.timeout.seconds", "3");

  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  private Stack stack;

  @AfterEach
  void stop() {
    stack.close();
    sandbox.close();
  }

  private static CompletableFuture<SendResult> send(Account from, Jid to, Content content) {
    return from.connection().send(to, content, SendOptions.durable()).toCompletableFuture();
  }

  private static CompletableFuture<SendResult> send(Account from, Account to, String text) {
    return send(from, Jid.ofPhone(to.phone()), new Text(text));
  }

  private static Outbox outbox(Account of) {
    return of.factory().outbox(of.connection().instanceId()).orElseThrow();
  }

  private static InstanceStatus status(Account of) {
    return of.factory().instances().stream()
        .filter(one -> one.profile().equals(of.profile()))
        .findFirst()
        .orElseThrow();
  }

  /** The texts that came, each once by its key. */
  private static List<String> deduped(Events events) {
    SeenMessages seen = new SeenMessages(1000);
    List<String> texts = new ArrayList<>();
    for (var event : events.all()) {
      if (event instanceof MessageReceived message
          && message.content() instanceof Text text
          && seen.firstTime(message)) {
        texts.add(text.text());
      }
    }
    return texts;
  }

  @Test
  void messagesOfADisconnectedAccountArriveAfterARestartOfEverything() {
    stack = new Stack(sandbox, data);
    Account alice = stack.pair("alice");
    Account bob = stack.pair("bob");
    alice.send(bob, "first");
    bob.events().awaitText("first");
    Account.join(alice.connection().disconnect());
    List<CompletableFuture<SendResult>> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sent.add(send(alice, bob, "offline " + i));
    }
    SendResult last =
        Account.join(
            alice
                .connection()
                .send(
                    Jid.ofPhone(bob.phone()),
                    new Text("the last"),
                    SendOptions.durableUntilStored()));
    assertThat(outbox(alice).waiting()).isEqualTo(6);
    assertThat(status(alice).stored()).isEqualTo(6);
    assertThat(status(alice).queued()).isZero();

    stack.close();
    assertThat(sent).allMatch(one -> Account.join(one) instanceof SendResult.Stored);
    stack = new Stack(sandbox, data);
    Account back = stack.login("bob", bob.scan());
    Account again = stack.login("alice", alice.scan());

    back.events().awaitText("the last");
    assertThat(deduped(back.events()))
        .containsSubsequence(
            "offline 0", "offline 1", "offline 2", "offline 3", "offline 4", "the last")
        .doesNotHaveDuplicates();
    again.events().await(OutboxSettled.class, settled -> settled.id().equals(last.id()));
    assertThat(outbox(again).waiting()).isZero();
    assertThat(status(again).stored()).isZero();
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void messageIsAcceptedBeforeTheAccountIsLinked() {
    stack = new Stack(sandbox, data);
    Account bob = stack.pair("bob");
    Account alice = stack.begin(stack.settings("alice"));
    String qr = alice.events().await(PairingQr.class, code -> true).qr();

    CompletableFuture<SendResult> sent = send(alice, bob, "early");
    Scan scan = sandbox.scan(qr);

    bob.events().awaitText("early");
    assertThat(Account.join(sent)).isInstanceOf(SendResult.Accepted.class);
    assertThat(scan.phone()).isNotEmpty();
  }

  @Test
  void killsLoseNothingAndTheStageOutlivesTheConnection() {
    stack = new Stack(sandbox, data);
    Account alice = stack.pair("alice", HARDY);
    Account bob = stack.pair("bob", HARDY);
    alice.send(bob, "first");
    List<CompletableFuture<SendResult>> sent = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Role[] victims = {Role.CONNECTION, Role.SENDER_SUPERVISOR, Role.CUSTODIAN_SUPERVISOR};
    for (int i = 0; i < 9; i++) {
      texts.add("number " + i);
      sent.add(send(alice, bob, "number " + i));
      Role victim = victims[i % victims.length];
      alice.supervisor().kill(victim);
      alice.events().await(ChildRestarted.class, told -> told.role().equals(victim.text()));
    }

    for (CompletableFuture<SendResult> one : sent) {
      assertThat(Account.join(one)).isInstanceOf(SendResult.Accepted.class);
    }
    texts.forEach(bob.events()::awaitText);
    List<String> got = deduped(bob.events());
    got.retainAll(texts);
    assertThat(got).isEqualTo(texts);
    assertThat(outbox(alice).waiting() + outbox(alice).parked()).isZero();
  }

  @Test
  void groupsAndStatusGoByTheOutboxToo() {
    stack = new Stack(sandbox, data);
    Account alice = stack.pair("alice");
    Account bob = stack.pair("bob");
    Jid friend = Jid.ofPhone(bob.phone());
    Jid group =
        Account.join(alice.connection().groups().create("Friends", List.of(friend)))
            .metadata()
            .group();
    Account.join(alice.connection().disconnect());
    CompletableFuture<SendResult> toGroup = send(alice, group, new Text("to the group"));
    CompletableFuture<SendResult> status =
        alice
            .connection()
            .sendStatus(List.of(friend), new Text("my status"), SendOptions.durable())
            .toCompletableFuture();

    alice.connection().connect();

    assertThat(bob.events().awaitText("to the group").chat()).isEqualTo(group);
    assertThat(bob.events().awaitText("my status").chat()).isEqualTo(Jid.STATUS);
    assertThat(Account.join(toGroup)).isInstanceOf(SendResult.Accepted.class);
    assertThat(Account.join(status)).isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void fullStoreAcceptsNothingAndAFailingOneLosesNothing() {
    SickStorage[] sick = new SickStorage[1];
    stack =
        new Stack(
            sandbox,
            data,
            storage -> sick[0] = new SickStorage(storage, "alice"),
            UnaryOperator.identity());
    Account alice = stack.pair("alice", HARDY);
    Account bob = stack.pair("bob", HARDY);
    Account.join(alice.connection().disconnect());
    CompletableFuture<SendResult> before = send(alice, bob, "before");
    sick[0].becomes(SickStorage.Illness.FAILS);

    assertThatThrownBy(() -> send(alice, bob, "never").join())
        .hasCauseInstanceOf(StorageException.class);
    sick[0].becomes(SickStorage.Illness.THROWS);
    assertThatThrownBy(() -> send(alice, bob, "never").join())
        .hasCauseInstanceOf(StorageException.class);
    assertThat(outbox(alice).waiting()).isOne();

    sick[0].becomes(SickStorage.Illness.NONE);
    alice.connection().connect();
    alice.events().awaitState(ConnectionState.ONLINE);
    bob.events().awaitText("before");
    assertThat(Account.join(before)).isInstanceOf(SendResult.Accepted.class);
    assertThat(deduped(bob.events())).containsExactly("before");
  }
}
