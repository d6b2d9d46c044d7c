package org.amarula.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six devices of three makers in one group. */
class GroupIT extends GroupStory {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void everybodyReadsEverybody(int maker) {
    Member creator = everybody.get(maker);
    String group = groupOf(creator, without(everybody, creator));

    List<String> ids = allTalk(group, everybody, "hello");
    allTalk(group, everybody, "again");

    for (int i = 0; i < everybody.size(); i++) {
      for (Member reader : without(everybody, everybody.get(i))) {
        everybody.get(i).hearsDelivery(ids.get(i), reader);
      }
    }
    assertThat(sandbox.groups().members(group)).hasSize(6);
    assertFlawless();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whoIsAddedReadsOnAndWhoIsRemovedDoesNot(int maker) {
    Member admin = everybody.get(maker);
    List<Member> guests = List.of(otherJava, otherNpm, otherGo);
    List<Member> others = without(everybody, otherJava, otherNpm, otherGo);
    String group = groupOf(admin, without(others, admin));
    List<String> past = allTalk(group, others, "past");

    admin.add(group, guests);
    others.forEach(member -> guests.forEach(guest -> member.seesAdded(group, guest, 1)));
    allTalk(group, everybody, "present");
    admin.remove(group, guests);
    others.forEach(member -> guests.forEach(guest -> member.seesRemoved(group, guest, 1)));
    List<String> future = allTalk(group, others, "future");
    admin.add(group, guests);
    others.forEach(member -> guests.forEach(guest -> member.seesAdded(group, guest, 2)));
    allTalk(group, everybody, "reunion");

    for (Member guest : guests) {
      assertThat(guest.textsSoFar()).noneMatch(text -> text.matches("(past|future) .*"));
      past.forEach(id -> assertThat(record.readers(id)).doesNotContain(guest.device()));
      future.forEach(id -> assertThat(record.readers(id)).doesNotContain(guest.device()));
    }
    assertFlawless();
  }

  @Test
  void reactionsEditsAndDeletionsAreSeenByAll() {
    String group = groupOf(java, without(everybody, java));

    for (Member author : List.of(java, npm, go)) {
      List<Member> others = without(everybody, author);
      String name = "by " + everybody.indexOf(author);
      String kept = author.send(group, name + ", keep");
      String gone = author.send(group, name + ", forget");
      others.forEach(member -> member.reads(name + ", forget"));
      for (Member fan : List.of(otherJava, otherNpm, otherGo)) {
        String emoji = "\uD83D\uDC4D" + everybody.indexOf(fan);
        fan.react(group, kept, author, emoji);
        without(everybody, fan).forEach(member -> member.seesReaction(kept, emoji));
      }
      author.edit(group, kept, name + ", kept");
      author.revoke(group, gone);

      others.forEach(member -> member.seesEdit(kept, name + ", kept"));
      others.forEach(member -> member.seesDeletion(gone));
    }
    assertFlawless();
  }

  @Test
  void damagedCopiesAreRecovered() {
    String group = groupOf(java, without(everybody, java));
    allTalk(group, everybody, "whole");

    int round = 0;
    for (Member author : List.of(java, npm, go)) {
      for (Member reader : List.of(otherJava, otherNpm, otherGo)) {
        corruptEnc(author.scan(), reader.scan());
        String text = "damaged " + ++round;
        String id = author.send(group, text);

        for (Member member : without(everybody, author)) {
          assertThat(member.reads(text)).isEqualTo(id);
        }
        assertThat(reader.unreadable()).isPositive();
      }
    }
    assertThat(sandbox.stats().get("retries")).isEqualTo(9);
    allTalk(group, everybody, "whole again");
    assertUnviolated();
    record.awaitSettled();
  }

  @Test
  void whatWaitedIsReadOnTheReturn() {
    String group = groupOf(npm, without(everybody, npm));
    List<Member> sleepers = List.of(otherJava, otherNpm, otherGo);
    allTalk(group, everybody, "before");

    sleepers.forEach(Member::rest);
    List<Member> awake = List.of(java, npm, go);
    for (int i = 1; i <= 3; i++) {
      allTalk(group, awake, "meanwhile " + i);
    }
    sleepers.forEach(Member::open);

    for (Member sleeper : sleepers) {
      for (int i = 1; i <= 3; i++) {
        for (int author = 0; author < awake.size(); author++) {
          sleeper.reads("meanwhile " + i + " " + author);
        }
      }
    }
    allTalk(group, everybody, "after");
    assertFlawless();
  }

  @Test
  void cutConnectionsLoseNothing() {
    String group = groupOf(go, without(everybody, go));
    allTalk(group, everybody, "before");
    List<Member> cut = List.of(otherJava, otherNpm, otherGo);
    List<Member> authors = List.of(java, npm, go);

    for (int i = 0; i < 9; i++) {
      if (i % 3 == 1) {
        Map<String, String> whose = Map.of("account", cut.get(i / 3).scan().phone());
        sandbox.fault(Fault.once(FaultType.DROP, whose));
      }
      authors.get(i % 3).send(group, "meanwhile " + i);
    }

    for (Member member : cut) {
      for (int i = 0; i < 9; i++) {
        member.reads("meanwhile " + i);
      }
    }
    assertThat(sandbox.stats().get("logins")).isGreaterThanOrEqualTo(9);
    allTalk(group, authors, "after");
    for (Member member : cut) {
      member.send(group, "back " + cut.indexOf(member));
      without(everybody, member).forEach(other -> other.reads("back " + cut.indexOf(member)));
    }
    // the npm client asks again for what it had read and not answered yet when it was cut
    assertThat(java.unreadable() + otherJava.unreadable()).isZero();
    assertUnviolated();
    record.awaitSettled();
  }

  @Test
  void allBeginAtOnce() {
    String group = java.createGroup("All at once", without(everybody, java));
    everybody.stream().skip(1).forEach(member -> member.seesAdded(group, member, 1));

    List<Member.Sending> sending = new ArrayList<>();
    for (int i = 0; i < everybody.size(); i++) {
      sending.add(everybody.get(i).begins(group, "first " + i));
    }

    sending.forEach(Member.Sending::id);
    for (int i = 0; i < everybody.size(); i++) {
      int author = i;
      without(everybody, everybody.get(i)).forEach(member -> member.reads("first " + author));
    }
    allTalk(group, everybody, "second");
    assertFlawless();
  }
}
