package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Predicate;
import org.amarula.sandbox.report.AppStateChange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What independent clients of one account share: settings of chats, and the past. */
class AppStateIT extends Story {
  private static final String PHONE = "15550007701";
  private static final String FRIEND = "15550007702";
  private static final String CHAT = FRIEND + "@s.whatsapp.net";

  @ParameterizedTest
  @MethodSource("org.amarula.interop.BetweenIT#pairs")
  void changesOfChatsReachTheOtherDevice(Kind first, Kind second) throws Exception {
    sandbox.greeting(true);
    Peer one = greeted(first);
    Peer other = greeted(second);
    sandbox.send(FRIEND, PHONE, "hello");
    one.reads("hello");
    other.reads("hello");

    for (Peer author : List.of(one, other)) {
      Peer reader = author == one ? other : one;
      for (String change : List.of("mute", "archive", "pin")) {
        for (boolean on : new boolean[] {true, false}) {
          int from = reader.events().size();
          author.call(change, "to", CHAT, "on", Boolean.toString(on));
          reader.await("chat", from, isChange(change, on));
        }
      }
    }
    assertThat(sandbox.appState(PHONE))
        .extracting(AppStateChange::index)
        .filteredOn(index -> index.contains(CHAT))
        .hasSizeGreaterThanOrEqualTo(12) // the Go client unpins what it archives
        .anyMatch(index -> index.contains("mute"))
        .anyMatch(index -> index.contains("archive"))
        .anyMatch(index -> index.contains("pin"));
    assertUnviolated();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void thePastIsToldAfterThePairing(Kind kind) throws Exception {
    sandbox.greeting(true);
    for (int i = 1; i <= 5; i++) {
      sandbox.send(FRIEND, PHONE, "past " + i);
      sandbox.send(PHONE, FRIEND, "answer " + i);
    }

    Peer late = greeted(kind);

    for (int i = 1; i <= 5; i++) {
      for (String text : List.of("past " + i, "answer " + i)) {
        late.await("history", e -> Peer.texts(e, "texts").contains(text));
      }
    }
    sandbox.send(FRIEND, PHONE, "present");
    late.reads("present");
    assertThat(sandbox.stats().get("historyReceipts")).isPositive();
    assertUnviolated();
  }

  private Peer greeted(Kind kind) throws Exception {
    Peer peer = peer(kind, "Owner", true);
    peer.pair(PHONE);
    return peer;
  }

  private static Predicate<JsonObject> isChange(String change, boolean on) {
    return e ->
        text(e, "change").equals(change)
            && e.get("on").getAsBoolean() == on
            && text(e, "chat").equals(CHAT);
  }
}
