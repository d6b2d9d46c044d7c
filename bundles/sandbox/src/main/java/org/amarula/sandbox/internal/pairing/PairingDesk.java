package org.amarula.sandbox.internal.pairing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.wire.Ids;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;
import org.amarula.sandbox.report.Scan;

/** All unpaired connections, and the phones that scan them. Confined to the lane. */
public final class PairingDesk {
  private static final int REFS = 6;

  /** One ref for 60 s and five for 20 s: then the attempt is over. */
  private static final Duration PATIENCE = Duration.ofSeconds(160);

  private final Directory directory;
  private final FaultBoard faults;
  private final Ledger ledger;
  private final Ids ids;
  private final Lane lane;
  private final Clock clock;
  private final SecureRandom random;
  private final LinkCodePairing linkCodes;
  private final Consumer<Device> welcome;
  private final Set<PairingAttempt> attempts = new LinkedHashSet<>();

  /**
   * A desk without attempts.
   *
   * @param welcome told about each new companion, once it is in the directory
   */
  public PairingDesk(
      Directory directory,
      FaultBoard faults,
      Ledger ledger,
      Ids ids,
      Lane lane,
      Clock clock,
      SecureRandom random,
      Consumer<Device> welcome) {
    this.directory = directory;
    this.faults = faults;
    this.ledger = ledger;
    this.ids = ids;
    this.lane = lane;
    this.clock = clock;
    this.random = random;
    this.linkCodes = new LinkCodePairing(directory, ids, random, clock);
    this.welcome = welcome;
  }

  /** Starts an attempt on a connection that registered. */
  public LinkOwner begin(Link link, Registration registration) {
    PairingAttempt attempt = new PairingAttempt(link, registration, this);
    attempts.add(attempt);
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < REFS; i++) {
      refs.add("2@" + ids.next() + "-" + Long.toHexString(random.nextLong()));
    }
    attempt.offerRefs(ids.next(), refs);
    lane.schedule(PATIENCE, () -> expire(attempt));
    return attempt;
  }

  private static void expire(PairingAttempt attempt) {
    if (!attempt.isPending() && attempt.linkCode().isEmpty()) { // transport.md 7.2
      attempt.link().close();
    }
  }

  /**
   * A phone scans a QR code (spec transport.md 7.7).
   *
   * @param phone the phone number in digits, empty for the next free one
   * @throws IllegalArgumentException when the text is none or stands for no waiting connection
   */
  public Scan scan(String qr, String phone, String name) {
    QrText text = QrText.parse(qr);
    PairingAttempt attempt =
        attempts.stream()
            .filter(each -> each.refs().contains(text.ref()) && !each.isPending())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("The QR code is expired or of no use here."));
    Registration registration = attempt.registration();
    if (!registration.noiseKey().equals(text.noiseKey())
        || !registration.identity().equals(text.identity())) {
      throw new IllegalArgumentException("The QR code belongs to another connection.");
    }
    Account account =
        phone.isEmpty() ? directory.nextAccount(name) : directory.account(phone, name);
    if (faults.take(FaultType.REGISTRATION_REFRESH, facts(account)).isPresent()) {
      attempt.link().send(request("companion_reg_refresh", "companion_reg_refresh"));
      throw new IllegalStateException("The phone refuses this code; scan the next one.");
    }
    if (faults.take(FaultType.PASSKEY, facts(account)).isPresent()) {
      attempt.link().send(request("passkey_prologue_request", "passkey_prologue_request"));
      throw new IllegalStateException("The phone asks for a passkey.");
    }
    return take(attempt, account, text.advSecret().toArray());
  }

  /**
   * The companion that waits with a link code for this phone number.
   *
   * @throws IllegalArgumentException when there is none
   */
  public TypedCode waiting(String phone, String name) {
    return linkCodes.waiting(attempts, phone, name);
  }

  /** The phone answers a code that was typed and derived; the rest follows by itself. */
  public void greet(TypedCode typed) {
    Optional<Fault> refresh = faults.take(FaultType.LINK_CODE_REFRESH, facts(typed.account()));
    if (refresh.isPresent()) {
      linkCodes.refresh(typed, Boolean.parseBoolean(refresh.get().shape("force", "false")));
      throw new IllegalStateException("The code is void; type the next one.");
    }
    linkCodes.greet(typed);
  }

  private Scan take(PairingAttempt attempt, Account account, byte[] advSecret) {
    DeviceIdentity identity = account.nextIdentity(clock.instant());
    Offer offer = new Offer(ids.next(), account, account.nextDevice(), identity);
    byte[] companion = attempt.registration().identity().toArray();
    Optional<Fault> bad = faults.take(FaultType.BAD_ADV, facts(account));
    String part = bad.map(fault -> fault.shape("part", "hmac")).orElse("");
    if (part.equals("hmac")) {
      advSecret[0] ^= 1; // what a phone that never saw the QR code would compute
    } else if (!part.isEmpty()) {
      companion[0] ^= 1; // signed over another identity
    }
    attempt.succeed(offer, account.signer().container(identity, companion, advSecret));
    return new Scan(account.phone(), account.lid(), offer.device(), account.name());
  }

  private Node request(String type, String child) {
    return Node.builder("notification")
        .attribute("from", Jid.SERVER)
        .attribute("id", ids.next())
        .attribute("type", type)
        .attribute("t", clock.instant().getEpochSecond())
        .child(Node.of(child))
        .build();
  }

  /** A request of an unpaired companion: pings and link codes only. */
  void request(PairingAttempt attempt, Node iq) {
    Optional<Node> registration = iq.child("link_code_companion_reg");
    Map<String, String> asked = facts(iq, registration);
    if (faults.take(FaultType.IGNORE_IQ, asked).isPresent()) {
      return;
    }
    Optional<Fault> error = faults.take(FaultType.IQ_ERROR, asked);
    if (error.isPresent()) {
      attempt.link().send(Answers.error(iq, error.get()));
    } else if (iq.hasAttribute("xmlns", "w:p")) {
      attempt.link().send(Answers.result(iq));
    } else if (registration.isEmpty()) {
      attempt.link().send(Answers.error(iq, 501, "feature-not-implemented"));
    } else if (registration.get().hasAttribute("stage", "companion_hello")) {
      attempt.link().send(linkCodes.hello(attempt, iq, registration.get()));
    } else {
      finish(attempt, iq, registration.get());
    }
  }

  private static Map<String, String> facts(Node iq, Optional<Node> registration) {
    Map<String, String> facts = new HashMap<>();
    facts.put("xmlns", iq.attribute("xmlns").orElse(""));
    registration
        .flatMap(named -> named.jidAttribute("jid"))
        .ifPresent(jid -> facts.put("account", jid.user()));
    return facts;
  }

  private void finish(PairingAttempt attempt, Node iq, Node registration) {
    Optional<byte[]> secret = linkCodes.finish(attempt, registration);
    attempt.link().send(Answers.result(iq)); // transport.md 8.6: also after a wrong code
    if (secret.isPresent()) {
      Account account =
          attempt.linkCode().flatMap(LinkCodeAttempt::entered).orElseThrow().account();
      take(attempt, account, secret.get());
    }
  }

  /** Takes a companion in and tells whether its stream is to be restarted. */
  boolean paired(Device device) {
    ledger.count(Tally.PAIRINGS);
    device.account().add(device);
    welcome.accept(device);
    return faults.take(FaultType.NO_RESTART, facts(device.account())).isEmpty();
  }

  private static Map<String, String> facts(Account account) {
    return Map.of("account", account.phone());
  }

  void declined() {
    ledger.count(Tally.DECLINED_PAIRINGS);
  }

  void violation(String rule, String detail) {
    ledger.violation("", 0, rule, detail);
  }

  void forget(PairingAttempt attempt) {
    attempts.remove(attempt);
  }
}
