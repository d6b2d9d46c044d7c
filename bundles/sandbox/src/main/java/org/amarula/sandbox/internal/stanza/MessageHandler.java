package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code message}: checked, acknowledged and handed to each device (spec signal.md 11). */
public final class MessageHandler implements StanzaHandler {
  private final MessageRules rules;
  private final Shortfalls shortfalls = new Shortfalls();
  private final Courier courier;
  private final FaultBoard faults;
  private final Ledger ledger;
  private final Clock clock;

  /** Routes between the devices of this directory. */
  public MessageHandler(
      Directory directory, Courier courier, FaultBoard faults, Ledger ledger, Clock clock) {
    this.rules = new MessageRules(directory, ledger);
    this.courier = courier;
    this.faults = faults;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node message) {
    Device sender = from.device();
    Fanout fanout;
    try {
      fanout = rules.check(sender, message);
      if (Shortfalls.isLate(message)) {
        shortfalls.check(sender, message, fanout.readers());
      }
    } catch (RefusedMessageException e) {
      if (!e.blameless()) {
        ledger.violation(sender.account().phone(), sender.id(), e.rule(), e.getMessage());
      }
      refuse(from, message, Integer.toString(e.code()));
      return;
    }
    route(from, message, fanout);
  }

  private void route(Party from, Node message, Fanout fanout) {
    Device sender = from.device();
    Optional<Fault> refusal = faults.take(FaultType.ACK_ERROR, facts(sender, fanout, message));
    if (refusal.isPresent()) {
      refuse(from, message, refusal.get().shape("code", "479"));
      return;
    }
    ledger.count(Tally.MESSAGES);
    ledger.note("accepted", () -> accepted(sender, fanout, message));
    // signal.md 11: the hash is told for 1:1 always
    boolean wrong = faults.take(FaultType.WRONG_HASH, facts(sender, fanout, message)).isPresent();
    note(sender, message, fanout, wrong);
    sender.account().meet(fanout.recipient());
    from.send(ack(sender, message, fanout, wrong));
    fanout.copies().forEach(copy -> courier.carry(sender, message, fanout, copy));
  }

  private void refuse(Party from, Node message, String code) {
    ledger.count(Tally.REFUSED_MESSAGES);
    ledger.note(
        "refused",
        () ->
            Map.of(
                "id", message.attribute("id").orElse(""),
                "from", from.device().name(),
                "code", code));
    from.send(Answers.ack(message).attribute("error", code).build());
  }

  private void note(Device sender, Node message, Fanout fanout, boolean wrong) {
    if (Shortfalls.isLate(message)) {
      shortfalls.made(sender, message, fanout.readers());
    } else if (isIncomplete(sender, message, fanout)) {
      ledger.count(Tally.INCOMPLETE_FANOUTS);
      shortfalls.add(sender, message, fanout.readers());
    } else if (wrong) {
      shortfalls.add(sender, message, fanout.readers());
    }
  }

  private static boolean isIncomplete(Device sender, Node message, Fanout fanout) {
    boolean forAll = message.child("enc").isEmpty();
    long others = devices(sender, fanout).filter(device -> device != sender).count();
    return forAll && fanout.copies().size() < others;
  }

  /** Who was to get it, and which devices of both sides there were besides the sender's. */
  private static Map<String, Object> accepted(Device sender, Fanout fanout, Node message) {
    return Map.of(
        "id",
        message.requireAttribute("id"),
        "from",
        sender.name(),
        "to",
        fanout.recipient().phone(),
        "resend",
        message.hasAttribute("device_fanout", "false"),
        "copies",
        fanout.copies().stream().map(copy -> copy.device().name()).toList(),
        "devices",
        devices(sender, fanout).filter(other -> other != sender).map(Device::name).toList());
  }

  private static Stream<Device> devices(Device sender, Fanout fanout) {
    return Stream.of(sender.account(), fanout.recipient())
        .distinct()
        .map(Account::devices)
        .flatMap(Collection::stream);
  }

  private static Map<String, String> facts(Device sender, Fanout fanout, Node message) {
    return Map.of(
        "from", sender.account().phone(),
        "to", fanout.recipient().phone(),
        "id", message.requireAttribute("id"));
  }

  /** With the hash over the devices of both accounts, or a wrong one. */
  private Node ack(Device sender, Node message, Fanout fanout, boolean wrong) {
    List<Jid> devices = devices(sender, fanout).map(device -> device.jid(fanout.server())).toList();
    return Answers.ack(message)
        .attribute("t", clock.instant().getEpochSecond())
        .attribute("phash", ParticipantHash.of(wrong ? List.of(sender.jid(Jid.PN)) : devices))
        .build();
  }
}
