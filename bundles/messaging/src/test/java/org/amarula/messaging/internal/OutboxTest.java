package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.amarula.api.Bytes;
import org.amarula.api.OverloadedException;
import org.amarula.api.StorageException;
import org.amarula.api.connection.SendCancelledException;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.connection.UnsendableException;
import org.amarula.api.content.Content;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.OutboxDropped;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.instance.OutboxEntry;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.outbox.StoredOutbox;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Durable sends: accepted at once, sent when it can be, told what became of them. */
class OutboxTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
  }

  private CompletableFuture<SendResult> send(Jid to, Content content) {
    return alice.messenger().send(to, content, SendOptions.durable()).toCompletableFuture();
  }

  private CompletableFuture<SendResult> send(String text) {
    return send(bob.pn(), new Text(text));
  }

  private SendResult result(CompletableFuture<SendResult> sent) {
    return server.steps().await(sent);
  }

  private void rest() {
    alice.timer().fire();
    server.steps().run();
  }

  @Test
  void answerOfTheServerEndsItAndIsTold() {
    SendResult result = result(send("hello"));

    assertThat(result).isInstanceOf(SendResult.Accepted.class);
    assertThat(alice.events(OutboxSettled.class))
        .containsExactly(new OutboxSettled(result.id(), bob.pn(), result));
    assertThat(alice.outbox().waiting()).isZero();
    assertThat(alice.outbox().bytes()).isZero();
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
  }

  @Test
  void messagesOfAnOfflineAccountAreSentInOrderOnceItIsOnline() {
    alice.disconnect();
    List<CompletableFuture<SendResult>> sent =
        List.of(send("one"), send("two"), send("three"), send("four"));
    server.steps().run();
    assertThat(sent).noneMatch(CompletableFuture::isDone);
    assertThat(alice.outbox().entries())
        .extracting(OutboxEntry::state)
        .containsOnly(OutboxEntry.State.WAITING);

    alice.connect();

    assertThat(sent).allMatch(one -> one.join() instanceof SendResult.Accepted);
    assertThat(bob.texts()).containsExactly("one", "two", "three", "four");
  }

  @Test
  void stageMayEndWhenTheMessageIsStored() {
    alice.disconnect();
    CompletableFuture<SendResult> stored =
        alice
            .messenger()
            .send(bob.pn(), new Text("later"), SendOptions.durableUntilStored())
            .toCompletableFuture();

    SendResult result = result(stored);

    assertThat(result).isInstanceOf(SendResult.Stored.class);
    assertThat(alice.outbox().entries()).extracting(OutboxEntry::id).containsExactly(result.id());
    alice.connect();
    assertThat(alice.events(OutboxSettled.class))
        .extracting(OutboxSettled::id)
        .containsExactly(result.id());
  }

  @Test
  void everyContentAndChatGoesByTheOutbox() {
    Jid group = server.groups().create(alice, bob);
    alice.disconnect();
    MessageRef theirs = new MessageRef(bob.pn(), bob.pn(), "THEIRS");
    send(bob.pn(), new Text("with a quote").quoting(new Quote(theirs, "said")));
    send(bob.pn(), new Reaction(theirs, "+"));
    send(group, new Text("to all").mentioning(List.of(bob.pn())));
    alice.messenger().sendStatus(List.of(bob.pn()), new Text("status"), SendOptions.durable());

    alice.connect();

    assertThat(bob.received())
        .extracting(MessageReceived::content)
        .extracting(Content::kind)
        .containsExactlyInAnyOrder("text", "reaction", "text", "text");
    assertThat(bob.texts()).contains("with a quote", "to all", "status");
    Text quoted =
        bob.received().stream()
            .map(MessageReceived::content)
            .filter(Text.class::isInstance)
            .map(Text.class::cast)
            .filter(text -> text.text().equals("with a quote"))
            .findFirst()
            .orElseThrow();
    assertThat(quoted.quote().text()).isEqualTo("said");
  }

  @Test
  void lostAcknowledgementMeansTheSameIdAgain() {
    alice.stream().silence();
    CompletableFuture<SendResult> sent = send("hello");
    server.steps().run();
    assertThat(sent).isNotDone();
    alice.disconnect();
    alice.connect();

    rest();

    assertThat(sent.join()).isInstanceOf(SendResult.Accepted.class);
    assertThat(server.messages()).hasSizeGreaterThan(1);
    assertThat(ids()).containsOnly(sent.join().id());
    assertThat(bob.texts()).containsExactly("hello");
  }

  private Set<String> ids() {
    return server.messages().stream()
        .map(message -> message.requireAttribute("id"))
        .collect(Collectors.toSet());
  }

  @Test
  void messageThatIsTriedInVainIsParkedAndHoldsUpNobodyElse() {
    TestDevice carol = server.device("1003", 0);
    server.refuse(iq -> asksFor(iq, bob));
    CompletableFuture<SendResult> poison = send("never");
    CompletableFuture<SendResult> behind = send("behind it");
    server.steps().run();
    CompletableFuture<SendResult> other = send(carol.pn(), new Text("elsewhere"));
    assertThat(result(other)).isInstanceOf(SendResult.Accepted.class);
    assertThat(poison).isNotDone();

    for (int i = 0; i < 7; i++) {
      rest();
    }

    assertThatThrownBy(poison::join).hasCauseInstanceOf(UnreachableException.class);
    OutboxParked told = alice.events(OutboxParked.class).get(0);
    assertThat(told.tries()).isEqualTo(8);
    assertThat(told.chat()).isEqualTo(bob.pn());
    assertThat(told.maybeSent()).isFalse();
    server.refuse(iq -> false);
    rest();
    assertThat(behind.join()).isInstanceOf(SendResult.Accepted.class);
    assertThat(bob.texts()).containsExactly("behind it");
    assertThat(alice.outbox().parked()).isOne();
    assertThat(server.steps().await(alice.outbox().retryParked())).isOne();
    server.steps().run();
    assertThat(alice.events(OutboxSettled.class)).extracting(OutboxSettled::id).contains(told.id());
    assertThat(bob.texts()).containsExactly("behind it", "never");
    assertThat(alice.outbox().parked()).isZero();
  }

  private static boolean asksFor(Node iq, TestDevice device) {
    return iq.child("usync").stream()
        .flatMap(usync -> usync.requireChild("list").children("user").stream())
        .anyMatch(user -> user.requireJidAttribute("jid").sameUser(device.pn()));
  }

  @Test
  void contentThatCanNeverBeSentIsRefused() {
    Content foreign = new Unsupported("imageMessage", Bytes.EMPTY);

    assertThatThrownBy(() -> result(send(bob.pn(), foreign)))
        .hasCauseInstanceOf(UnsendableException.class);
    assertThatThrownBy(() -> result(send(Jid.STATUS, new Text("x"))))
        .hasCauseInstanceOf(UnreachableException.class);
    assertThat(alice.outbox().waiting()).isZero();
  }

  @Test
  void contentThatTurnsOutToBeUnsendableIsParked() {
    CompletableFuture<SendResult> sent =
        send(bob.pn(), new Revoke(new MessageRef(bob.pn(), bob.pn(), "THEIRS")));

    assertThatThrownBy(() -> result(sent)).hasCauseInstanceOf(UnsendableException.class);

    assertThat(alice.events(OutboxParked.class)).hasSize(1);
    assertThat(result(send("after it"))).isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void refusalOfTheServerIsAValueAndItsTroublesPass() {
    alice.stream().refuseMessages(404);
    assertThat(result(send("to nobody"))).isInstanceOf(SendResult.Rejected.class);
    assertThat(alice.outbox().waiting()).isZero();
    alice.stream().refuseMessages(503);
    CompletableFuture<SendResult> sent = send("later");
    server.steps().run();
    assertThat(sent).isNotDone();
    alice.stream().refuseMessages(0);

    rest();

    assertThat(sent.join()).isInstanceOf(SendResult.Accepted.class);
  }

  @Test
  void cancelledMessageIsNotSent() {
    alice.disconnect();
    CompletableFuture<SendResult> gone = send("gone");
    CompletableFuture<SendResult> kept = send("kept");
    server.steps().run();
    String id = alice.outbox().entries().get(0).id();

    assertThat(server.steps().await(alice.outbox().cancel(id))).isTrue();
    assertThat(server.steps().await(alice.outbox().cancel(id))).isFalse();

    assertThatThrownBy(gone::join).hasCauseInstanceOf(SendCancelledException.class);
    assertThat(alice.events(OutboxDropped.class))
        .containsExactly(new OutboxDropped(id, bob.pn(), OutboxDropped.Reason.CANCELLED, false));
    alice.connect();
    assertThat(kept.join()).isInstanceOf(SendResult.Accepted.class);
    assertThat(bob.texts()).containsExactly("kept");
  }

  @Test
  void messageThatWaitedTooLongIsDroppedAndTold() {
    alice.disconnect();
    CompletableFuture<SendResult> old = send("old");
    server.steps().run();
    server.clock().advance(Duration.ofDays(13));
    CompletableFuture<SendResult> young = send("young");
    server.steps().run();
    server.clock().advance(Duration.ofDays(2));

    alice.connect();

    assertThatThrownBy(old::join).hasCauseInstanceOf(SendCancelledException.class);
    assertThat(alice.events(OutboxDropped.class))
        .extracting(OutboxDropped::reason)
        .containsExactly(OutboxDropped.Reason.EXPIRED);
    assertThat(young.join()).isInstanceOf(SendResult.Accepted.class);
    assertThat(bob.texts()).containsExactly("young");
  }

  @Test
  void fullOutboxRefusesAndTakesAgainWhenThereIsRoom() {
    alice.disconnect();
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 15; i++) {
      send(large);
    }
    server.steps().run();

    assertThatThrownBy(() -> result(send(large))).hasCauseInstanceOf(OverloadedException.class);
    assertThat(alice.outbox().waiting()).isEqualTo(15);
    CompletableFuture<SendResult> small = send("small");
    server.steps().run();
    String first = alice.outbox().entries().get(0).id();
    server.steps().await(alice.outbox().cancel(first));
    send(large);
    server.steps().run();
    assertThat(alice.outbox().waiting()).isEqualTo(16);
    assertThat(small).isNotDone();
  }

  @Test
  void storeThatFailsAcceptsNothing() {
    alice.storage().failCommit(1);
    assertThatThrownBy(() -> result(send("never"))).hasCauseInstanceOf(StorageException.class);

    assertThat(alice.outbox().waiting()).isZero();
    assertThat(alice.outbox().bytes()).isZero();
    assertThat(result(send("again"))).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("again");
  }

  @Test
  void messageOfAnotherAccountIsParkedUntilItIsAskedFor() {
    alice.disconnect();
    CompletableFuture<SendResult> sent = send("from the old number");
    server.steps().run();

    ((StoredOutbox) alice.outbox()).online(message -> new CompletableFuture<>(), "1009");
    server.steps().run();

    assertThatThrownBy(sent::join).hasCauseInstanceOf(UnsendableException.class);
    assertThat(alice.outbox().entries().get(0).problem()).contains("another account");
    assertThat(server.steps().await(alice.outbox().retryParked())).isOne();
    assertThat(alice.outbox().entries().get(0).state()).isEqualTo(OutboxEntry.State.SENDING);
  }

  @Test
  void entriesTellNoAddressInTheirText() {
    alice.disconnect();
    send("hello");
    server.steps().run();

    OutboxEntry entry = alice.outbox().entries().get(0);

    assertThat(entry.toString()).doesNotContain("1002").contains(entry.id());
    assertThat(entry.kind()).isEqualTo("text");
  }
}
