package org.amarula.sandbox.internal.iq;

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
}
