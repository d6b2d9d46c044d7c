package org.amarula.sandbox.internal.iq;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;

/** The init queries and other requests with a fixed answer (spec transport.md 9.4). */
public final class SettingsHandlers {
  private static final Map<String, String> PROPS =
      new TreeMap<>(Map.of("10518", "0", "9666", "0", "14303", "0"));
  private static final List<String> PRIVACY =
      List.of("last", "online", "profile", "status", "readreceipts", "groupadd", "calladd");

  private SettingsHandlers() {}

  /** Answers with an empty result. */
  public static void accept(Party from, Node iq) {
    from.send(Answers.result(iq));
  }

  /** {@code abt}: server properties. */
  public static void props(Party from, Node iq) {
    NodeBuilder props =
        Node.builder("props").attribute("protocol", "1").attribute("hash", "sandbox1");
    PROPS.forEach(
        (code, value) ->
            props.child(
                Node.builder("prop")
                    .attribute("config_code", code)
                    .attribute("config_value", value)
                    .build()));
    from.send(Answers.result(iq, props.build()));
  }

  /** {@code privacy}: everybody may see everything; tokens are accepted. */
  public static void privacy(Party from, Node iq) {
    if (!iq.hasAttribute("type", "get")) {
      from.send(Answers.result(iq));
      return;
    }
    NodeBuilder privacy = Node.builder("privacy");
    PRIVACY.forEach(
        name ->
            privacy.child(
                Node.builder("category")
                    .attribute("name", name)
                    .attribute("value", "all")
                    .build()));
    from.send(Answers.result(iq, privacy.build()));
  }

  /** {@code blocklist}: nobody is blocked. */
  public static void blocklist(Party from, Node iq) {
    from.send(Answers.result(iq, Node.builder("list").children(List.of()).build()));
  }
}
