package org.amarula.sandbox.internal.stanza;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/**
 * {@code message} to a group or to status: checked, acknowledged and handed to each device of each
 * member (spec signal.md 5.4, 11). On the lane.
 */
public final class GroupMessageHandler implements StanzaHandler {
  private final GroupRules rules;
  private final Shortfalls shortfalls = new Shortfalls();
  private final KnownHashes hashes = new KnownHashes();
  private final Courier courier;
  private final FaultBoard faults;
  private final Ledger ledger;
  private final Clock clock;

  /** Routes to the members of these groups. */
  public GroupMessageHandler(
      Directory directory,
      Groups groups,
      Courier courier,
      FaultBoard faults,
      Ledger ledger,
      Clock clock) {
    this.rules = new GroupRules(directory, groups, ledger);
    this.courier = courier;
    this.faults = faults;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void handle(Party from, Node message) {
    Device sender = from.device();
    GroupFanout fanout;
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
    String id = message.requireAttribute("id");
    Map<String, String> facts =
        Map.of("from", sender.account().phone(), "to", fanout.chat().user(), "id", id);
    Optional<Fault> refusal = faults.take(FaultType.ACK_ERROR, facts);
    if (refusal.isPresent()) {
      refuse(from, message, refusal.get().shape("code", "479"));
      return;
    }
    ledger.count(Tally.MESSAGES);
    ledger.count(Tally.GROUP_MESSAGES);
    ledger.note("accepted", () -> accepted(sender, fanout, message));
    boolean wrong = faults.take(FaultType.WRONG_HASH, facts).isPresent();
    boolean other = isOther(message, fanout);
    note(sender, message, fanout, wrong || other);
    from.send(ack(message, fanout, wrong, other));
    fanout.copies().forEach(copy -> courier.carry(sender, message, fanout, copy));
  }

  private static Map<String, Object> accepted(Device sender, GroupFanout fanout, Node message) {
    return Map.of(
        "id",
        message.requireAttribute("id"),
        "from",
        sender.name(),
        "to",
        fanout.chat().user(),
        "resend",
        message.attribute("participant").isPresent() || Shortfalls.isLate(message),
        "copies",
        fanout.copies().stream().map(copy -> copy.device().name()).toList());
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

  /** Who had it: who got a ciphertext of its own, and whom the sender knew by its hash. */
  private void note(Device sender, Node message, GroupFanout fanout, boolean told) {
    if (Shortfalls.isLate(message)) {
      shortfalls.made(sender, message, fanout.readers());
      return;
    }
    if (fanout.hash().isEmpty() || message.attribute("participant").isPresent()) {
      return;
    }
    hashes.add(fanout);
    if (told) {
      List<Device> had = new ArrayList<>(fanout.addressed());
      message.attribute("phash").ifPresent(hash -> had.addAll(hashes.devices(fanout.chat(), hash)));
      shortfalls.add(sender, message, had);
    }
  }

  private static boolean isOther(Node message, GroupFanout fanout) {
    boolean compared = !fanout.hash().isEmpty() && message.attribute("participant").isEmpty();
    return compared && message.attribute("phash").filter(h -> !h.equals(fanout.hash())).isPresent();
  }

  /** Spec signal.md 11: the hash is told when it is not the sender's. */
  private Node ack(Node message, GroupFanout fanout, boolean wrong, boolean other) {
    NodeBuilder ack = Answers.ack(message).attribute("t", clock.instant().getEpochSecond());
    if (wrong) {
      return ack.attribute("phash", ParticipantHash.of(List.of(fanout.chat()))).build();
    }
    if (other) {
      ledger.count(Tally.HASH_MISMATCHES);
      ack.attribute("phash", fanout.hash());
    }
    return ack.build();
  }
}
