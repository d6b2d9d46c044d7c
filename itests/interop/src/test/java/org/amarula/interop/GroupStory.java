package org.amarula.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Two accounts of ours and two of each independent client, all of different people. */
abstract class GroupStory extends Story {
  JavaAccount java;
  JavaAccount otherJava;
  Peer npm;
  Peer otherNpm;
  Peer go;
  Peer otherGo;
  List<Member> everybody;

  @BeforeEach
  void pairSix() throws IOException, InterruptedException {
    java = pairedJava("java");
    otherJava = pairedJava("otherJava");
    npm = pairedPeer(Kind.BAILEYS, "npm");
    otherNpm = pairedPeer(Kind.BAILEYS, "otherNpm");
    go = pairedPeer(Kind.WHATSMEOW, "go");
    otherGo = pairedPeer(Kind.WHATSMEOW, "otherGo");
    everybody = List.of(java, npm, go, otherJava, otherNpm, otherGo);
  }

  /** A group of these, made by the first of them, in which each has seen one message. */
  String groupOf(Member creator, List<Member> others) {
    String group = creator.createGroup("Six", others);
    creator.send(group, "welcome");
    others.forEach(member -> member.reads("welcome"));
    return group;
  }

  /** Each of these says something that each other reads; tells the ids. */
  List<String> allTalk(String group, List<Member> members, String text) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      ids.add(members.get(i).send(group, text + " " + i));
    }
    for (int i = 0; i < members.size(); i++) {
      for (Member member : without(members, members.get(i))) {
        assertThat(member.reads(text + " " + i)).isEqualTo(ids.get(i));
      }
    }
    return ids;
  }

  static List<Member> without(List<Member> members, Member... left) {
    List<Member> rest = new ArrayList<>(members);
    rest.removeAll(List.of(left));
    return rest;
  }
}
