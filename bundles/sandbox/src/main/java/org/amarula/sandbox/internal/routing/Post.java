package org.amarula.sandbox.internal.routing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.ledger.Tally;

/**
 * Brings stanzas to devices: at once when they are live, else when they come back, and again until
 * they answer (spec transport.md 6.10). Confined to the lane.
 */
public final class Post {
  private final Mailboxes mailboxes = new Mailboxes();
  private final Map<Device, Session> online = new HashMap<>();
  private Consumer<Session> leaving = session -> {};
  private Consumer<Session> arriving = session -> {};
  private final Lane lane;
  private final Clock clock;
  private final Ledger ledger;
  private final PhoneLine phones;
  private final FaultBoard faults;

  /** Starts with nobody online. */
  public Post(Lane lane, Clock clock, Ledger ledger, PhoneLine phones, FaultBoard faults) {
    this.lane = lane;
    this.clock = clock;
    this.ledger = ledger;
    this.phones = phones;
    this.faults = faults;
  }

  /** Delivers a stanza that must be answered. */
  public void deliver(Device to, Node stanza) {
    if (stanza.is("notification") && isLost(to, stanza)) {
      return;
    }
    Parcel parcel = new Parcel(stanza, clock.instant());
    mailboxes.of(to).add(parcel);
    if (to.isPhone()) {
      ledger.count(Tally.DELIVERIES);
      lane.execute(() -> phones.receive(to, stanza));
    } else {
      live(to).ifPresent(session -> emit(session, parcel, stanza));
    }
  }

  private boolean isLost(Device to, Node notification) {
    Map<String, String> facts = new HashMap<>(to.facts());
    facts.put("kind", notification.attribute("type").orElse(""));
    return faults.take(FaultType.LOSE_NOTICE, facts).isPresent();
  }

  /** Sends a stanza that nobody misses, as presence is, to a device that is live. */
  public void mention(Device to, Node stanza) {
    if (to.isPhone()) {
      lane.execute(() -> phones.receive(to, stanza));
    } else {
      live(to).ifPresent(session -> session.send(stanza));
    }
  }

  /** The device answered a stanza; tells how the answer fits. */
  public Answered answered(Device device, String tag, String id) {
    Answered how = mailboxes.of(device).answered(tag, id);
    boolean awaited = how == Answered.AWAITED;
    if (tag.equals("message")) {
      ledger.note("answered", () -> Map.of("id", id, "device", device.name(), "awaited", awaited));
    }
    return how;
  }

  /** Forgets an unlinked device and what waits for it. */
  public void drop(Device device) {
    mailboxes.drop(device);
  }

  /** The session of a device that is logged in, live or not. */
  public Optional<Session> session(Device device) {
    return Optional.ofNullable(online.get(device));
  }

  /** All sessions. */
  public Collection<Session> sessions() {
    return List.copyOf(online.values());
  }

  /** How many stanzas went to live sessions longer ago than this and are not answered. */
  public long overdue(Duration patience) {
    Instant before = clock.instant().minus(patience);
    return online.values().stream()
        .filter(Session::isLive)
        .mapToLong(session -> mailboxes.overdue(session.device(), before))
        .sum();
  }

  /** How many stanzas wait for an answer. */
  public long pending() {
    return mailboxes.pending();
  }

  /** Notes a new session and tells the one it replaces. */
  public Optional<Session> enter(Session session) {
    return Optional.ofNullable(online.put(session.device(), session));
  }

  /** Calls this with each session that is live and has all that waited. */
  public void onLive(Consumer<Session> listener) {
    arriving = arriving.andThen(listener);
  }

  void live(Session session) {
    lane.execute(() -> arriving.accept(session));
  }

  /** Calls this with each session that ends and is not replaced. */
  public void onLeave(Consumer<Session> listener) {
    leaving = leaving.andThen(listener);
  }

  void leave(Session session) {
    if (online.remove(session.device(), session)) {
      leaving.accept(session);
    }
  }

  List<Parcel> waiting(Device device) {
    return mailboxes.of(device).waiting(clock.instant());
  }

  /** Sends a parcel that waited, marked with its place in the queue (spec transport.md 6.8). */
  void emitQueued(Session session, Parcel parcel, int place) {
    emit(session, parcel, Copies.of(parcel.stanza()).attribute("offline", place).build());
  }

  private void emit(Session session, Parcel parcel, Node stanza) {
    boolean again = parcel.send(clock.instant());
    ledger.count(again ? Tally.REDELIVERIES : Tally.DELIVERIES);
    if (stanza.is("message")) {
      String id = stanza.attribute("id").orElse("");
      ledger.note(
          "sent", () -> Map.of("id", id, "device", session.device().name(), "again", again));
    }
    session.send(stanza);
  }

  private Optional<Session> live(Device device) {
    return session(device).filter(Session::isLive);
  }
}
