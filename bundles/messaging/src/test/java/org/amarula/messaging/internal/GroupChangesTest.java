package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.event.GroupChanged;
import org.amarula.api.event.GroupCreated;
import org.amarula.api.event.GroupLeft;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.GroupParticipantsChanged.Change;
import org.amarula.api.event.GroupSubjectChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.group.CreatedGroup;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.group.Groups;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.store.Tables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups as objects: requests, notices, and messages about messages. */
class GroupChangesTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private TestDevice carol;

  @BeforeEach
  void threeAccountsAreOnline() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    carol = server.device("1003", 0);
  }

  @Test
  void createdGroupHasItsMembersAndTellsWhoWasRefused() {
    server.groups().refuse(carol);
    CreatedGroup created =
        await(groups(alice).create("Team", List.of(bob.pn(), carol.lid(), alice.pn())));
    GroupMetadata group = created.metadata();
    assertThat(group.subject()).isEqualTo("Team");
    assertThat(group.members()).extracting(GroupMember::jid).contains(bob.lid().toUser());
    assertThat(created.participants())
        .containsExactlyInAnyOrder(
            new ParticipantResult.Done(bob.lid()),
            new ParticipantResult.InviteNeeded(
                carol.lid(), "CODE", Instant.ofEpochSecond(1_800_000_000)));
    assertThat(bob.events(GroupCreated.class))
        .singleElement()
        .satisfies(event -> assertThat(event.metadata().subject()).isEqualTo("Team"));
    alice.send(group.group(), "welcome");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("welcome");
    assertThat(server.groups().metadataQueries()).isZero(); // created told it all
  }

  @Test
  void createNamesEachParticipantOnceAndNotUs() {
    await(groups(alice).create("Team", List.of(bob.pn(), alice.pn())));
    Node create =
        server.queries(alice).stream()
            .filter(iq -> iq.child("create").isPresent())
            .findFirst()
            .orElseThrow()
            .requireChild("create");
    assertThat(create.children("participant")).hasSize(1);
    assertThat(create.attribute("subject")).contains("Team");
    assertThat(create.requireAttribute("key")).startsWith("3EB0");
  }

  @Test
  void eachParticipantHasItsOwnResult() {
    Jid group = server.groups().create(alice, bob);
    server.groups().refuse(carol);
    List<ParticipantResult> added =
        await(groups(alice).add(group, List.of(bob.lid(), carol.lid())));
    assertThat(added)
        .hasSize(2)
        .contains(new ParticipantResult.Refused(bob.lid(), 409))
        .hasAtLeastOneElementOfType(ParticipantResult.InviteNeeded.class);
    assertThat(await(groups(alice).remove(group, List.of(bob.pn()))))
        .containsExactly(new ParticipantResult.Done(bob.lid()));
    assertThat(bob.events(GroupLeft.class)).hasSize(1);
    assertThat(bob.events(GroupParticipantsChanged.class))
        .extracting(GroupParticipantsChanged::change)
        .containsExactly(Change.REMOVED);
  }

  @Test
  void changesReachTheMembersAndTheCache() {
    Jid group = server.groups().create(alice, bob, carol);
    bob.send(group, "cached");
    await(groups(alice).setSubject(group, "Renamed"));
    assertThat(bob.events(GroupSubjectChanged.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.subject()).isEqualTo("Renamed");
              assertThat(event.by()).isEqualTo(alice.lid().toUser());
            });
    assertThat(bob.storage().count(Tables.GROUP)).isZero();
    assertThat(await(groups(bob).metadata(group)).subject()).isEqualTo("Renamed");
    server.groups().change(alice, group, "promote", bob);
    assertThat(bob.events(GroupParticipantsChanged.class))
        .extracting(GroupParticipantsChanged::change)
        .containsExactly(Change.PROMOTED);
    assertThat(await(groups(carol).metadata(group)).member(bob.pn()).orElseThrow().isAdmin())
        .isTrue();
    assertThat(await(groups(carol).all())).hasSize(1);
    await(groups(carol).leave(group));
    assertThat(carol.events(GroupLeft.class))
        .singleElement()
        .satisfies(event -> assertThat(event.by()).isEqualTo(carol.lid().toUser()));
    assertThat(bob.events(GroupParticipantsChanged.class))
        .extracting(GroupParticipantsChanged::change)
        .containsExactly(Change.PROMOTED, Change.LEFT);
  }

  @Test
  void unknownChangeIsToldByItsNameAndAcknowledged() {
    Jid group = server.groups().create(alice, bob);
    server.queue(
        bob.lid(),
        Node.builder("notification")
            .attribute("id", "odd")
            .attribute("from", group)
            .attribute("type", "w:gp2")
            .child(Node.of("growth_locked"))
            .child(Node.of("never_heard_of"))
            .build());
    server.steps().run();
    assertThat(bob.events(GroupChanged.class))
        .extracting(GroupChanged::change)
        .containsExactly("growth_locked", "never_heard_of");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void noticeIsNotAcknowledgedBeforeItsEffectIsStored() {
    Jid group = server.groups().create(alice, bob, carol);
    bob.send(group, "cached");
    server.steps().run();
    bob.storage().failCommit(1);
    server.groups().change(alice, group, "remove", carol);
    assertThat(bob.stream().closed()).isPresent();
    assertThat(bob.events(GroupParticipantsChanged.class)).isEmpty();
    bob.connect();
    assertThat(bob.events(GroupParticipantsChanged.class)).hasSize(1);
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void answerOfBeforeANoticeIsNotKept() {
    Jid group = server.groups().create(alice, bob);
    bob.stream()
        .changeAnswers(
            (iq, answer) -> {
              if (iq.child("participating").isPresent()) {
                server.groups().change(alice, group, "add", carol); // the notice comes first
              }
              return answer;
            });
    assertThat(await(groups(bob).all()))
        .singleElement()
        .satisfies(told -> assertThat(told.member(carol.pn())).isEmpty());
    bob.send(group, "with carol");
    server.steps().run();
    assertThat(carol.texts()).containsExactly("with carol");
    assertThat(carol.events(MessageUnreadable.class)).as("no retry was needed").isEmpty();
  }

  @Test
  void refusedRequestFailsWithTheServersCode() {
    assertThatThrownBy(() -> await(groups(alice).metadata(Jid.of("120", Jid.GROUP))))
        .hasCauseInstanceOf(RequestRejectedException.class);
    assertThatThrownBy(() -> await(groups(alice).leave(bob.lid())))
        .hasCauseInstanceOf(IllegalArgumentException.class);
    alice.disconnect();
    assertThatThrownBy(() -> await(groups(alice).all()))
        .hasCauseInstanceOf(NotConnectedException.class);
  }

  @Test
  void messagesAboutMessagesPointAtTheSameMessageOnBothSides() {
    Jid group = server.groups().create(alice, bob, carol);
    alice.send(group, "original");
    server.steps().run();
    MessageRef original = bob.received().get(0).ref();
    bob.send(group, new Reaction(original, "x"));
    server.steps().run();
    assertThat(last(alice)).isEqualTo(new Reaction(original, "x"));
    assertThat(last(carol)).isEqualTo(new Reaction(original, "x"));
    alice.send(group, new Edit(original, new Text("better")));
    server.steps().run();
    assertThat(last(bob)).isEqualTo(new Edit(original, new Text("better")));
    alice.send(group, new Revoke(original));
    server.steps().run();
    assertThat(last(bob)).isEqualTo(new Revoke(original));
    Node revoke = server.messages().get(3);
    assertThat(revoke.attribute("edit")).contains("7");
    assertThat(revoke.requireChild("enc").attribute("decrypt-fail")).contains("hide");
    assertThat(server.messages().get(1).attribute("type")).contains("reaction");
  }

  @Test
  void administratorsRevokeOthersMessagesAndMembersDoNot() {
    Jid group = server.groups().create(alice, bob, carol);
    bob.send(group, "by bob");
    server.steps().run();
    MessageRef target = carol.received().get(0).ref();
    carol.send(group, new Revoke(target)); // carol is no administrator
    server.steps().run();
    assertThat(alice.texts()).containsExactly("by bob");
    assertThat(alice.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("revoke-without-right");
    alice.send(group, new Revoke(target));
    server.steps().run();
    assertThat(last(carol)).isEqualTo(new Revoke(target));
    assertThat(server.messages().get(2).attribute("edit")).contains("8");
  }

  @Test
  void directMessagesCarryTheSameContent() {
    alice.send(bob.pn(), "original");
    server.steps().run();
    MessageRef seenByBob = bob.received().get(0).ref();
    bob.send(alice.pn(), new Reaction(seenByBob, "x"));
    server.steps().run();
    Reaction reaction = (Reaction) last(alice);
    assertThat(reaction.target().author()).isEqualTo(alice.lid().toUser());
    assertThat(reaction.target().chat()).isEqualTo(bob.lid().toUser());
    bob.send(
        alice.pn(),
        new Text("yes").quoting(new org.amarula.api.content.Quote(seenByBob, "original")));
    server.steps().run();
    Text answer = (Text) last(alice);
    assertThat(answer.quote().message().id()).isEqualTo(seenByBob.id());
    assertThat(answer.quote().message().author()).isEqualTo(alice.lid().toUser());
  }

  private static Groups groups(TestDevice device) {
    return device.messenger().groups();
  }

  private static Object last(TestDevice device) {
    return device.received().get(device.received().size() - 1).content();
  }

  private <T> T await(java.util.concurrent.CompletionStage<T> stage) {
    T value = server.steps().await(stage);
    server.steps().run();
    return value;
  }
}
