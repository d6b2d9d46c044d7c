package org.amarula.sandbox.internal.iq;

import java.time.Clock;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** Hands out key bundles; each one-time key once (spec signal.md 2.3 and 11). */
public final class KeyFetch implements StanzaHandler {
  private final Directory directory;
  private final FaultBoard faults;
  private final Notices notices;
  private final Ledger ledger;
  private final Clock clock;

  /** Serves the devices of this directory. */
  public KeyFetch(
      Directory directory, FaultBoard faults, Notices notices, Ledger ledger, Clock clock) {
    this.directory = directory;
    this.faults = faults;
    this.notices = notices;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node iq) {
    NodeBuilder list = Node.builder("list");
    for (Node user : iq.requireChild("key").children("user")) {
      Jid jid = user.requireJidAttribute("jid");
      list.child(
          directory.device(jid).map(device -> bundle(jid, device)).orElseGet(() -> none(jid)));
    }
    from.send(Answers.result(iq, list.build()));
  }

  private Node bundle(Jid jid, Device device) {
    ledger.count(Tally.KEY_FETCHES);
    boolean forged = faults.take(FaultType.BAD_SIGNED_PRE_KEY, device.facts()).isPresent();
    boolean last = faults.take(FaultType.NO_PRE_KEY, device.facts()).isPresent();
    NodeBuilder user =
        Node.builder("user")
            .attribute("jid", jid)
            .attribute("t", clock.instant().getEpochSecond())
            .children(device.keys().bundle(forged, !last));
    if (!device.isPhone()) {
      user.child(Node.builder("device-identity").bytes(device.signedIdentity().toArray()).build());
    }
    notices.keysTaken(device);
    return user.build();
  }

  private static Node none(Jid jid) {
    return Node.builder("user")
        .attribute("jid", jid)
        .child(
            Node.builder("error")
                .attribute("code", 404)
                .attribute("text", "item-not-found")
                .build())
        .build();
  }
}
