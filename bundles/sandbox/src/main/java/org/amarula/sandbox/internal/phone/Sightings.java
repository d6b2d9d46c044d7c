package org.amarula.sandbox.internal.phone;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.amarula.codec.Node;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedReceipt;

/** What a phone sees besides messages (spec features.md 5.1, 6.18). Stateless. */
final class Sightings {
  private Sightings() {}

  static ReceivedReceipt receipt(Node stanza, Instant now) {
    List<String> ids = new ArrayList<>();
    ids.add(stanza.requireAttribute("id"));
    stanza
        .child("list")
        .ifPresent(
            list -> list.children("item").forEach(item -> ids.add(item.requireAttribute("id"))));
    return new ReceivedReceipt(
        ids,
        chat(stanza),
        Phone.author(stanza).toString(),
        stanza.attribute("type").orElse("delivered"),
        now);
  }

  private static String chat(Node stanza) {
    return stanza
        .jidAttribute("recipient")
        .orElseGet(() -> stanza.requireJidAttribute("from"))
        .toUser()
        .toString();
  }

  static ReceivedChatState chatState(Node stanza, Instant now) {
    boolean composing = stanza.child("composing").isPresent();
    boolean sound =
        stanza.child("composing").filter(node -> node.hasAttribute("media", "audio")).isPresent();
    String written = sound ? "recording" : "composing";
    return new ReceivedChatState(
        chat(stanza), Phone.author(stanza).toString(), composing ? written : "paused", now);
  }
}
