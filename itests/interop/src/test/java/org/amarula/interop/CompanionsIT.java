package org.amarula.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three devices of one account, each of another maker, and what they see of each other. */
class CompanionsIT extends Story {
  private JavaAccount java;
  private Peer npm;
  private Peer go;
  private List<Member> companions;
  private JavaAccount friend;

  @BeforeEach
  void linkThree() throws Exception {
    java = pairedJava("java");
    String phone = java.scan().phone();
    npm = peer(Kind.BAILEYS, "java");
    npm.pair(phone);
    go = peer(Kind.WHATSMEOW, "java");
    go.pair(phone);
    companions = List.of(java, npm, go);
    friend = pairedJava("friend");
  }

  @Test
  void eachGetsItsCopyOfWhatComesIn() {
    assertThat(companions).extracting(member -> member.scan().device()).containsExactly(1, 2, 3);

    String id = friend.send(java.number(), "to all of you");

    for (Member companion : companions) {
      assertThat(companion.reads("to all of you")).isEqualTo(id);
      friend.hearsDelivery(id, companion);
    }
    awaitPhone(java.scan(), "to all of you");
    assertFlawless();
  }

  @Test
  void eachSeesWhatAnotherOneSaid() {
    for (Member author : companions) {
      String text = "by device " + author.scan().device();
      String id = author.send(friend.number(), text);

      assertThat(friend.reads(text)).isEqualTo(id);
      for (Member other : GroupStory.without(companions, author)) {
        assertThat(other.reads(text)).isEqualTo(id);
      }
      awaitPhone(java.scan(), text);
    }
    for (Peer peer : List.of(npm, go)) {
      assertThat(peer.all("message"))
          .allMatch(event -> event.get("fromMe").getAsBoolean())
          .allMatch(event -> addressesOf(friend.scan()).contains(Peer.text(event, "chat")));
    }
    String answer = friend.send(java.lid(), "and back");
    companions.forEach(companion -> assertThat(companion.reads("and back")).isEqualTo(answer));
    assertFlawless();
  }

  @Test
  void eachSeesWhatAnotherOneDidToIt() {
    String asked = friend.send(java.number(), "agreed?");
    companions.forEach(companion -> companion.reads("agreed?"));

    for (Member author : companions) {
      String emoji = "\uD83D\uDC4D" + author.scan().device();
      author.react(friend.number(), asked, friend, emoji);
      String said = author.send(friend.number(), "draft " + author.scan().device());
      author.edit(friend.number(), said, "final " + author.scan().device());
      String slip = author.send(friend.number(), "slip " + author.scan().device());
      author.revoke(friend.number(), slip);

      friend.seesReaction(asked, emoji);
      friend.seesEdit(said, "final " + author.scan().device());
      friend.seesDeletion(slip);
      for (Member other : GroupStory.without(companions, author)) {
        other.seesReaction(asked, emoji);
        other.seesEdit(said, "final " + author.scan().device());
        other.seesDeletion(slip);
      }
    }
    assertFlawless();
  }

  @Test
  void allAreMembersOfTheGroup() {
    String group = friend.createGroup("Many devices", List.of(java));
    companions.forEach(companion -> companion.seesAdded(group, java, 1));

    String id = friend.send(group, "one for each");
    companions.forEach(companion -> assertThat(companion.reads("one for each")).isEqualTo(id));
    for (Member author : companions) {
      String text = "in the group by " + author.scan().device();
      author.send(group, text);
      friend.reads(text);
      GroupStory.without(companions, author).forEach(other -> other.reads(text));
    }
    assertFlawless();
  }

  @Test
  void aLaterDeviceIsWrittenToFromThenOn() throws Exception {
    friend.send(java.number(), "before");
    companions.forEach(companion -> companion.reads("before"));
    npm.send(friend.number(), "npm before");
    friend.reads("npm before");

    Peer late = peer(Kind.WHATSMEOW, "java");
    Scan scan = late.pair(java.scan().phone());

    assertThat(scan.device()).isEqualTo(4);
    friend.send(java.number(), "after");
    companions.forEach(companion -> companion.reads("after"));
    late.reads("after");
    // not by the npm client, which goes by the list of its own devices of up to five minutes ago
    for (Member author : List.of(java, go)) {
      String text = "late one, read " + author.scan().device();
      author.send(friend.number(), text);
      late.reads(text);
    }
    late.send(friend.number(), "late one speaks");
    friend.reads("late one speaks");
    companions.forEach(companion -> companion.reads("late one speaks"));
    assertThat(late.textsSoFar()).doesNotContain("before", "npm before");
    assertFlawless();
  }
}
