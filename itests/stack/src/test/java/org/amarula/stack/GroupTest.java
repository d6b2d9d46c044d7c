package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.GroupCreated;
import org.amarula.api.event.GroupLeft;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.GroupSubjectChanged;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.group.CreatedGroup;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.ReceivedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three accounts and a group, over the wire. */
class GroupTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void membersTalkUntilTheyAreRemoved() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      Account carol = stack.pair("carol");
      Jid group = create(alice, bob);
      bob.events().await(GroupCreated.class, event -> event.group().equals(group));

      alice.send(group, "welcome");
      MessageReceived got = bob.events().awaitText("welcome");
      assertThat(got.chat()).isEqualTo(group);
      bob.send(group, "thanks");
      alice.events().awaitText("thanks");

      List<ParticipantResult> added =
          Account.join(alice.connection().groups().add(group, List.of(jid(carol))));
      assertThat(added).singleElement().isInstanceOf(ParticipantResult.Done.class);
      carol.events().await(GroupCreated.class, event -> event.group().equals(group));
      alice.send(group, "hello carol");
      bob.events().awaitText("hello carol");
      carol.events().awaitText("hello carol");
      carol.send(group, "hello all");
      bob.events().awaitText("hello all");
      assertThat(carol.events().all()).noneMatch(event -> says(event, "welcome"));

      Account.join(alice.connection().groups().remove(group, List.of(jid(carol))));
      carol.events().await(GroupLeft.class, event -> event.group().equals(group));
      bob.events()
          .await(
              GroupParticipantsChanged.class,
              event -> event.change() == GroupParticipantsChanged.Change.REMOVED);
      alice.send(group, "among us");
      bob.events().awaitText("among us");
      bob.send(group, "indeed");
      alice.events().awaitText("indeed");
      assertThatThrownBy(() -> Account.join(carol.connection().send(group, new Text("let me in"))))
          .hasMessageContaining("who is in the group");
      carol.send(bob, "after all that"); // so that carol's queue is empty
      bob.events().awaitText("after all that");
      bob.send(carol, "and back");
      carol.events().awaitText("and back");
      assertThat(carol.events().all()).noneMatch(event -> says(event, "among us"));
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void phonesOfTheMembersReadAlong() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      Jid group = create(alice, bob);
      alice.send(group, "for phones, too");
      bob.events().awaitText("for phones, too");
      bob.send(group, "fine");
      alice.events().awaitText("fine");
      assertThat(awaitTexts(alice.phone(), "fine")).contains("for phones, too", "fine");
      assertThat(awaitTexts(bob.phone(), "fine")).contains("for phones, too", "fine");
      assertThat(sandbox.received(bob.phone())).allMatch(ReceivedMessage::decrypted);
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void damagedMessageComesAgain() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      Jid group = create(alice, bob);
      alice.send(group, "one");
      bob.events().awaitText("one");
      sandbox.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("to", group.user(), "device", "1")));
      alice.send(group, "two");
      bob.events().awaitText("two");
      assertThat(bob.events().all()).anyMatch(MessageUnreadable.class::isInstance);
      alice.send(group, "three");
      bob.events().awaitText("three");
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void keysSurviveARestart() {
    Account alice;
    Account bob;
    Jid group;
    try (Stack stack = new Stack(sandbox, data)) {
      alice = stack.pair("alice");
      bob = stack.pair("bob");
      group = create(alice, bob);
      alice.send(group, "before");
      bob.events().awaitText("before");
      bob.send(group, "indeed");
      alice.events().awaitText("indeed");
    }
    try (Stack again = new Stack(sandbox, data)) {
      Account aliceAgain = again.login("alice", alice.scan());
      Account bobAgain = again.login("bob", bob.scan());
      aliceAgain.send(group, "after");
      bobAgain.events().awaitText("after");
      bobAgain.send(group, "still here");
      aliceAgain.events().awaitText("still here");
      assertThat(bobAgain.events().all()).noneMatch(MessageUnreadable.class::isInstance);
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void membersReactEditAndRevoke() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      Jid group = create(alice, bob);
      Account.join(alice.connection().groups().setSubject(group, "Renamed"));
      bob.events().await(GroupSubjectChanged.class, event -> event.subject().equals("Renamed"));
      bob.send(group, "original");
      MessageRef original = alice.events().awaitText("original").ref();
      accepted(alice.connection().react(original, "+"));
      bob.events()
          .await(
              MessageReceived.class,
              message ->
                  message.content() instanceof Reaction reaction
                      && reaction.target().id().equals(original.id()));
      accepted(alice.connection().revoke(original)); // alice administers the group
      bob.events()
          .await(
              MessageReceived.class,
              message ->
                  message.content() instanceof Revoke revoke
                      && revoke.target().id().equals(original.id()));
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  private static void accepted(CompletionStage<SendResult> stage) {
    assertThat(Account.join(stage)).isInstanceOf(SendResult.Accepted.class);
  }

  private static Jid create(Account creator, Account... members) {
    CreatedGroup created =
        Account.join(
            creator
                .connection()
                .groups()
                .create("Team", Arrays.stream(members).map(GroupTest::jid).toList()));
    assertThat(created.participants()).allMatch(ParticipantResult.Done.class::isInstance);
    return created.metadata().group();
  }

  private static Jid jid(Account account) {
    return Jid.ofPhone(account.phone());
  }

  private static boolean says(Event event, String text) {
    return event instanceof MessageReceived message
        && message.content() instanceof Text said
        && said.text().equals(text);
  }

  private List<String> awaitTexts(String phone, String text) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    List<String> texts = texts(phone);
    while (!texts.contains(text) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      texts = texts(phone);
    }
    return texts;
  }

  private List<String> texts(String phone) {
    return sandbox.received(phone).stream().map(ReceivedMessage::text).toList();
  }
}
