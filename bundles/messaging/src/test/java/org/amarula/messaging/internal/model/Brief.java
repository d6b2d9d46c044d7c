package org.amarula.messaging.internal.model;

import java.util.stream.Collectors;
import org.amarula.codec.Node;

/** A stanza in a few words, for the trace. */
final class Brief {
  private Brief() {}

  static String of(Node node) {
    String encs =
        node.children("enc").stream()
            .map(enc -> enc.attribute("type").orElse("?"))
            .collect(Collectors.joining("+"));
    return node.tag()
        + node.attribute("class").map(name -> " of " + name).orElse("")
        + node.attribute("type").map(type -> " " + type).orElse("")
        + " "
        + node.attribute("id").orElse("")
        + node.attribute("participant")
            .or(() -> node.attribute("from"))
            .map(n -> " " + n)
            .orElse("")
        + (encs.isEmpty() ? "" : " " + encs);
  }
}
