package org.amarula.sandbox.internal.iq;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * What each companion must refresh (spec transport.md 9.6): told at once and after each login until
 * it says that it is clean. On the lane.
 */
public final class DirtyBits implements StanzaHandler {
  private final Map<Device, Map<String, Long>> dirt = new HashMap<>();
  private final Clock clock;

  /** Starts clean. */
  public DirtyBits(Clock clock) {
    this.clock = clock;
  }

  /** Marks something of a device as dirty. */
  public void mark(Device device, String type) {
    dirt.computeIfAbsent(device, unused -> new LinkedHashMap<>())
        .put(type, clock.instant().getEpochSecond());
  }

  /** Tells a device what is dirty. */
  public void greet(Party party) {
    dirt.getOrDefault(party.device(), Map.of())
        .forEach((type, since) -> party.send(Node.builder("ib").child(dirty(type, since)).build()));
  }

  private static Node dirty(String type, long since) {
    return Node.builder("dirty").attribute("type", type).attribute("timestamp", since).build();
  }

  @Override
  public void handle(Party from, Node iq) {
    Map<String, Long> mine = dirt.getOrDefault(from.device(), new HashMap<>());
    for (Node clean : iq.children("clean")) {
      mine.remove(clean.requireAttribute("type"));
    }
    from.send(Answers.result(iq));
  }
}
