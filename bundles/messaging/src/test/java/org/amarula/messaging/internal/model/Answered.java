package org.amarula.messaging.internal.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.codec.Node;

/** Stanzas and their answers on one stream: as many answers as stanzas, never more. */
final class Answered {
  private final Judge judge;
  private final String device;
  private final Map<List<Optional<String>>, Integer> open = new HashMap<>();

  Answered(Judge judge, String device) {
    this.judge = judge;
    this.device = device;
  }

  void given(Node stanza) {
    if (stanza.is("message") || stanza.is("receipt") || stanza.is("notification")) {
      open.merge(name(stanza, stanza.tag(), "from"), 1, Integer::sum);
    }
  }

  void answered(Node node) {
    boolean asks = node.hasAttribute("type", "retry") || node.hasAttribute("type", "hist_sync");
    if (node.is("ack") || node.is("receipt") && !asks) {
      String tag = node.is("ack") ? node.requireAttribute("class") : "message";
      List<Optional<String>> name = name(node, tag, "to");
      int left = open.merge(name, -1, Integer::sum);
      judge.require(left >= 0, device + " answered a " + tag + " once too often: " + name);
    }
  }

  /** When nothing is left to do, nothing is open. */
  void settle() {
    open.forEach(
        (name, left) -> judge.require(left == 0, device + " did not answer " + left + " " + name));
  }

  private static List<Optional<String>> name(Node node, String tag, String other) {
    return List.of(
        Optional.of(tag),
        node.attribute("id"),
        node.attribute("participant"),
        node.attribute(other));
  }
}
