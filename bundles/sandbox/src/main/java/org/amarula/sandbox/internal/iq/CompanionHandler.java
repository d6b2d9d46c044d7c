package org.amarula.sandbox.internal.iq;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;
import org.amarula.sandbox.internal.routing.Unlinking;
import org.amarula.sandbox.internal.wire.Ids;

/** {@code md}: a companion unlinks itself (spec transport.md 7.5, 11). */
public final class CompanionHandler implements StanzaHandler {
  private final Unlinking unlinking;
  private final Ids ids;
  private final Ledger ledger;

  /** Unlinks with this. */
  public CompanionHandler(Unlinking unlinking, Ids ids, Ledger ledger) {
    this.unlinking = unlinking;
    this.ids = ids;
    this.ledger = ledger;
  }

  @Override
  public void handle(Party from, Node iq) {
    Optional<Node> removal = iq.child("remove-companion-device");
    if (removal.isPresent()) {
      remove(from, iq, removal.get().requireJidAttribute("jid"));
    } else if (iq.child("ref").isPresent()) {
      Node ref = Node.builder("ref").bytes(("ref-" + ids.next()).getBytes(US_ASCII)).build();
      from.send(Answers.result(iq, ref));
    } else {
      from.send(Answers.error(iq, 400, "bad-request"));
    }
  }

  private void remove(Party from, Node iq, Jid jid) {
    Device device = from.device();
    if (!jid.equals(device.jid(Jid.PN)) && !jid.equals(device.jid(Jid.LID))) {
      ledger.violation(
          device.account().phone(), device.id(), "foreign-unlink", "Only itself may be unlinked.");
      from.send(Answers.error(iq, 403, "forbidden"));
      return;
    }
    from.send(Answers.result(iq));
    unlinking.unlink(device);
  }
}
