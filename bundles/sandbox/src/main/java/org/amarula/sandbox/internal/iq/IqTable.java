package org.amarula.sandbox.internal.iq;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** The request table of spec transport.md 11: finds the handler by namespace. */
public final class IqTable implements StanzaHandler {
  private final Map<String, StanzaHandler> handlers;
  private final FaultBoard faults;
  private final Ledger ledger;

  /** A table of these handlers by namespace. */
  public IqTable(Map<String, StanzaHandler> handlers, FaultBoard faults, Ledger ledger) {
    this.handlers = Map.copyOf(handlers);
    this.faults = faults;
    this.ledger = ledger;
  }

  @Override
  public void handle(Party from, Node iq) {
    if (iq.hasAttribute("type", "result") || iq.hasAttribute("type", "error")) {
      return; // an answer of the client
    }
    ledger.count(Tally.REQUESTS);
    String namespace = iq.attribute("xmlns").orElse("");
    Map<String, String> facts = new HashMap<>(from.device().facts());
    facts.put("xmlns", namespace);
    if (faults.take(FaultType.IGNORE_IQ, facts).isPresent()) {
      return;
    }
    Optional<Fault> error = faults.take(FaultType.IQ_ERROR, facts);
    if (error.isPresent()) {
      from.send(Answers.error(iq, error.get()));
      return;
    }
    handlers.getOrDefault(namespace, this::unknown).handle(from, iq);
  }

  private void unknown(Party from, Node iq) {
    ledger.count(Tally.UNKNOWN_REQUESTS);
    from.send(Answers.error(iq, 501, "feature-not-implemented"));
  }
}
