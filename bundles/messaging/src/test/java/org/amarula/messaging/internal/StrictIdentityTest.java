package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.IdentityNotApprovedException;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.Losses;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The strict policy, spec/signal.md 9.3 and 6.5. */
class StrictIdentityTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Losses losses = new Losses(server);
  private TestDevice alice;
  private TestDevice bob;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0).with("identity.policy", "strict").restartMessenger();
    bob = server.device("1002", 0);
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  @Test
  void newIdentityInAMessageIsReadAndGetsNothingBeforeItIsApproved() {
    TestDevice anew = losses.everything(bob);
    say(anew, "new phone");
    say(anew, "still me");
    assertThat(alice.texts()).containsExactly("back", "new phone", "still me");
    assertThat(alice.events(IdentityChanged.class))
        .singleElement()
        .satisfies(event -> assertThat(event.device()).isEqualTo(bob.lid()))
        .satisfies(event -> assertThat(event.needsApproval()).isTrue());
    assertRefused(bob.pn(), bob.lid());
    assertThat(approve(bob.pn())).isTrue();
    assertThat(approve(bob.lid())).isFalse();
    assertReads(anew, bob.pn(), "two");
  }

  @Test
  void newIdentityInABundleIsStoredAndGetsNothingBeforeItIsApproved() {
    TestDevice anew = losses.everything(bob);
    losses.sessions(alice);
    assertRefused(bob.pn(), bob.lid());
    assertThat(new SessionTable(alice.storage()).identity(bob.lid()).orElseThrow().toArray())
        .endsWith(anew.credentials().identity().publicKey());
    assertThat(alice.events(IdentityChanged.class))
        .extracting(IdentityChanged::needsApproval)
        .containsExactly(true);
    assertRefused(bob.pn(), bob.lid());
    assertThat(approve(bob.lid())).isTrue();
    int queries = server.queries(alice).size();
    assertReads(anew, bob.pn(), "two");
    assertThat(server.queries(alice)).as("the session is kept").hasSize(queries);
    assertThat(alice.events(IdentityChanged.class)).hasSize(1);
  }

  @Test
  void newIdentityThatTheServerTellsIsTheNextOneAfterTheApproval() {
    notice(bob.pn());
    assertThat(alice.events(IdentityChanged.class))
        .extracting(IdentityChanged::needsApproval)
        .containsExactly(true);
    say(bob, "backlog");
    assertThat(alice.texts()).containsExactly("back", "backlog");
    assertRefused(bob.pn(), bob.lid());
    TestDevice anew = losses.everything(bob);
    assertThat(approve(bob.pn())).isTrue();
    assertReads(anew, bob.pn(), "two");
    assertThat(alice.events(IdentityChanged.class)).hasSize(1);
    say(losses.everything(anew), "another one"); // accepted once only
    assertRefused(bob.pn(), bob.lid());
  }

  @Test
  void noticeAboutAStrangerNeedsNoApproval() {
    TestDevice carol = server.device("1003", 0);
    notice(carol.pn());
    assertThat(alice.events(IdentityChanged.class))
        .extracting(IdentityChanged::needsApproval)
        .containsExactly(false);
    assertReads(carol, carol.pn(), "hello");
  }

  @Test
  void whoAsksAgainWithAnotherIdentityGetsNoAnswerBeforeItIsApproved() {
    TestDevice anew = losses.everything(bob);
    alice.send(bob.pn(), "secret"); // in the session with the former one
    server.steps().run();
    assertThat(alice.events(IdentityChanged.class)).hasSize(1);
    assertThat(anew.texts()).isEmpty();
    assertThat(server.unanswered(alice)).isEmpty();
    assertRefused(bob.pn(), bob.lid());
    approve(bob.pn());
    assertReads(anew, bob.pn(), "two");
  }

  @Test
  void bothRefusalAndApprovalSurviveRestarts() {
    TestDevice anew = losses.everything(bob);
    say(anew, "new phone");
    alice.crash();
    alice.start();
    assertRefused(bob.pn(), bob.lid());
    approve(bob.pn());
    alice.crash();
    alice.start();
    assertReads(anew, bob.pn(), "two");
  }

  @Test
  void numberAndHiddenIdAreOne() {
    server.hideLids(true);
    TestDevice carol = server.device("1003", 0);
    say(carol, "by number");
    TestDevice anew = losses.everything(carol);
    say(anew, "new phone");
    assertRefused(carol.pn(), carol.pn());
    server.hideLids(false);
    say(anew, "my hidden id"); // the number's records move
    assertRefused(carol.pn(), carol.lid());
    assertRefused(carol.lid(), carol.lid());
    assertThat(approve(carol.pn())).isTrue();
    assertThat(alice.storage().count(Tables.UNAPPROVED)).isZero();
    assertReads(anew, carol.lid(), "two");
  }

  @Test
  void twoNamesWithTwoIdentitiesAreNotOneBeforeTheApproval() {
    server.hideLids(true);
    TestDevice carol = server.device("1003", 0);
    say(carol, "by number");
    TestDevice anew = losses.everything(carol);
    anew.send(alice.lid(), "by hidden id"); // somebody new, as far as alice knows
    server.steps().run();
    assertThat(alice.events(IdentityChanged.class)).isEmpty();
    server.hideLids(false);
    anew.send(alice.lid(), "both");
    server.steps().run();
    assertThat(alice.events(IdentityChanged.class))
        .extracting(IdentityChanged::needsApproval)
        .containsExactly(true);
    assertRefused(carol.pn(), carol.lid());
    approve(carol.pn());
    assertReads(anew, carol.pn(), "two");
  }

  @Test
  void numberThatGoesToAnotherHiddenIdNeedsApproval() {
    TestDevice mallory = server.device("1666", 0);
    server.queue(
        alice.lid(),
        Node.builder("notification")
            .attribute("id", "M1")
            .attribute("type", "business")
            .attribute("from", bob.pn())
            .attribute("lid", mallory.lid())
            .build());
    server.steps().run();
    assertRefused(bob.pn(), mallory.lid());
    approve(bob.pn());
    assertReads(mallory, bob.pn(), "two");
  }

  @Test
  void groupGetsNothingWhileAMemberIsNotApproved() {
    TestDevice carol = server.device("1003", 0);
    Jid group = server.groups().create(alice, bob, carol);
    alice.send(group, "hello");
    server.steps().run();
    notice(bob.pn());
    assertRefused(group, bob.lid());
    notice(carol.pn());
    assertRefused(group, bob.lid(), carol.lid());
    approve(bob.pn());
    approve(carol.pn());
    assertReads(carol, group, "again");
    assertThat(bob.texts()).containsExactly("one", "hello", "again");
  }

  @Test
  void ownCompanionIsNoException() {
    TestDevice tablet = server.device("1001", 3);
    say(tablet, "note");
    assertReads(bob, bob.pn(), "a copy"); // the server tells of the tablet
    say(losses.everything(tablet), "another note");
    assertThat(alice.texts()).contains("note", "another note");
    assertRefused(bob.pn(), alice.lid());
    approve(alice.pn());
    assertReads(bob, bob.pn(), "two");
  }

  @Test
  void companionThatNobodyVouchesForIsNotRead() {
    TestDevice tablet = server.device("1002", 12);
    server.changeDeliveries(
        message ->
            message.child("device-identity").isPresent()
                ? AttackTest.damaged(message, "device-identity")
                : message);
    say(tablet, "who am I");
    assertThat(alice.texts()).containsExactly("back");
    assertThat(alice.events(DeviceUnverified.class))
        .isNotEmpty()
        .containsOnly(new DeviceUnverified(tablet.lid()));
    assertThat(alice.events(MessageUnreadable.class))
        .isNotEmpty()
        .allMatch(event -> event.reason().equals("untrusted-identity"));
    assertThat(new SessionTable(alice.storage()).identity(tablet.lid())).isEmpty();
    assertThat(server.unanswered(alice)).isEmpty();
    server.changeDeliveries(message -> message);
    say(tablet, "vouched for");
    assertThat(alice.texts()).contains("vouched for");
  }

  @Test
  void companionWhoseKeysNobodyVouchesForIsLeftOut() {
    TestDevice tablet = server.device("1002", 12);
    server.changeBundles(user -> IdentityAttackTest.without(user, "device-identity"));
    TestDevice carol =
        server.device("1003", 0).with("identity.policy", "strict").restartMessenger();
    carol.send(bob.pn(), "hello");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "hello");
    assertThat(tablet.texts()).isEmpty();
    assertThat(carol.events(DeviceRefused.class))
        .containsExactly(new DeviceRefused(tablet.lid(), "device-identity"));
  }

  @Test
  void durableMessageIsParkedAtOnceAndGoesOutAfterTheApproval() {
    TestDevice anew = losses.everything(bob);
    say(anew, "new phone");
    int before = server.messages().size();
    CompletionStage<SendResult> sent =
        alice.messenger().send(bob.pn(), new Text("two"), SendOptions.durable());
    assertThat(catchThrowable(() -> server.steps().await(sent)))
        .hasRootCauseInstanceOf(IdentityNotApprovedException.class);
    assertThat(alice.events(OutboxParked.class)).hasSize(1);
    assertThat(server.messages()).hasSize(before);
    approve(bob.pn());
    String id = alice.events(OutboxParked.class).get(0).id();
    assertThat(server.steps().await(alice.outbox().retry(id))).isTrue();
    server.steps().run();
    assertThat(anew.texts()).containsExactly("two");
  }

  @Test
  void defaultPolicyAcceptsAndTells() {
    TestDevice anew = losses.everything(bob);
    TestDevice carol = server.device("1003", 0);
    carol.send(bob.pn(), "hello");
    server.steps().run();
    TestDevice again = losses.everything(anew);
    again.send(carol.pn(), "new phone");
    server.steps().run();
    assertThat(carol.events(IdentityChanged.class))
        .extracting(IdentityChanged::needsApproval)
        .containsExactly(false);
    assertThat(carol.send(bob.pn(), "two")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(again.texts()).containsExactly("two");
    assertThat(carol.storage().count(Tables.UNAPPROVED)).isZero();
  }

  private void say(TestDevice from, String text) {
    from.send(alice.pn(), text);
    server.steps().run();
  }

  private void assertReads(TestDevice reader, Jid to, String text) {
    assertThat(alice.send(to, text)).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(reader.texts()).endsWith(text);
  }

  private void assertRefused(Jid to, Jid... devices) {
    int before = server.messages().size();
    Throwable refusal = catchThrowable(() -> alice.send(to, "secret"));
    assertThat(refusal).hasRootCauseInstanceOf(IdentityNotApprovedException.class);
    IdentityNotApprovedException typed = (IdentityNotApprovedException) refusal.getCause();
    assertThat(typed.users())
        .containsExactlyElementsOf(java.util.Arrays.stream(devices).map(Jid::toUser).toList());
    server.steps().run();
    assertThat(server.messages()).hasSize(before);
  }

  private boolean approve(Jid user) {
    return server.steps().await(alice.messenger().approveIdentity(user));
  }

  private void notice(Jid from) {
    server.queue(
        alice.lid(),
        Node.builder("notification")
            .attribute("id", "N" + from.user())
            .attribute("type", "encrypt")
            .attribute("from", from)
            .child(Node.of("identity"))
            .build());
    server.steps().run();
  }
}
