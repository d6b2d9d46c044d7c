package org.amarula.connection.internal.pairing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.AmarulaException;
import org.amarula.api.Bytes;
import org.amarula.api.NotConnectedException;
import org.amarula.api.ProtocolException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.SupersededException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamListener;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.stanza.Peer;
import org.amarula.crypto.pairing.LinkCodeFinish;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The companion's side of pairing by phone number (spec/transport.md 8): one code at a time, given
 * out when the server has accepted it, answered when the phone has typed it. The key derivations
 * run here: each takes tens of milliseconds, and a code has four at most. Confined to the lane;
 * lives for one unpaired stream.
 */
final class LinkCodes {
  private static final Logger LOG = LoggerFactory.getLogger(LinkCodes.class);
  private static final Duration FINISH_LIMIT = Duration.ofSeconds(60); // 8.4 step 10
  private static final int REMEMBERED = 8;

  /** What a code does to the rest of the pairing. */
  interface Surroundings {
    /** The derived secret is of no use; a fresh one takes its place. */
    void forgetSecret();

    /** The adv secret is another one: the QR code is void as it is. */
    void secretChanged();

    /** No code is pending any more. */
    void idle();
  }

  private final Lane lane;
  private final Clock clock;
  private final SecureRandom random;
  private final DeviceDescription device;
  private final Peer peer;
  private final StreamListener listener;
  private final Surroundings around;
  private final Deque<Bytes> past = new ArrayDeque<>(); // references whose phones may answer late
  private Optional<Waiting> waiting = Optional.empty();
  private Optional<LinkCodeAttempt> current = Optional.empty();
  private boolean ready;

  /** A request that came before the server's references. */
  private record Waiting(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {}

  LinkCodes(
      Lane lane,
      Clock clock,
      SecureRandom random,
      DeviceDescription device,
      Peer peer,
      StreamListener listener,
      Surroundings around) {
    this.lane = lane;
    this.clock = clock;
    this.random = random;
    this.device = device;
    this.peer = peer;
    this.listener = listener;
    this.around = around;
  }

  /** Whether a code is asked for, shown or being finished: the stream must not be closed. */
  boolean pending() {
    return waiting.isPresent() || current.isPresent();
  }

  /** Whether the adv secret is, or is about to be, the derived one (7.3 step 5). */
  boolean holdsSecret() {
    return current.filter(LinkCodeAttempt::derived).isPresent();
  }

  /** Asks for a code, in place of the one before. */
  void request(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {
    if (ready) {
      current.ifPresent(old -> drop(old, PairingCodeEnd.REPLACED));
      begin(request, outcome);
    } else {
      waiting.ifPresent(old -> old.outcome().completeExceptionally(superseded()));
      waiting = Optional.of(new Waiting(request, outcome));
    }
  }

  /** The server has sent references: now it takes requests. */
  void ready() {
    ready = true;
    Optional<Waiting> first = waiting;
    waiting = Optional.empty();
    first.ifPresent(asked -> begin(asked.request(), asked.outcome()));
  }

  private void begin(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {
    LinkCodeAttempt attempt = new LinkCodeAttempt(request, outcome, clock.instant(), random);
    current = Optional.of(attempt);
    peer.query(attempt.hello(peer.credentials(), device, random))
        .whenComplete((answer, failure) -> helloAnswered(attempt, answer, failure));
  }

  /** D-22: only what the server has accepted is shown. */
  private void helloAnswered(LinkCodeAttempt attempt, Node answer, Throwable failure) {
    if (!isCurrent(attempt)) {
      return;
    }
    if (failure != null) {
      failed(attempt, failure);
      return;
    }
    Optional<Bytes> ref = answer.child(LinkCodeNodes.REGISTRATION).flatMap(LinkCodeNodes::ref);
    if (ref.isEmpty()) {
      failed(attempt, new ProtocolException("The server accepted a code without a reference."));
      return;
    }
    attempt.accepted(ref.get());
    attempt.alarm(
        lane.after(attempt.left(clock.instant()), () -> giveUp(attempt, PairingCodeEnd.EXPIRED)));
    listener.onPairingCode(attempt.shown());
    attempt.outcome().complete(attempt.shown());
  }

  private void failed(LinkCodeAttempt attempt, Throwable failure) {
    current = Optional.empty();
    attempt.outcome().completeExceptionally(failure);
    around.idle();
  }

  /** A stage of the exchange, acknowledged already. */
  void notification(Node notification) {
    Optional<Node> registration = notification.child(LinkCodeNodes.REGISTRATION);
    Optional<LinkCodeAttempt> shown = current.filter(attempt -> attempt.ref().isPresent());
    if (registration.isEmpty() || shown.isEmpty() || !fromServer(notification)) {
      LOG.debug("A stage of pairing by phone number concerns nobody.");
      return;
    }
    switch (registration.get().attribute("stage").orElse("")) {
      case "primary_hello" -> primaryHello(shown.get(), registration.get());
      case "refresh_code" -> refresh(shown.get(), registration.get());
      default -> LOG.debug("An unknown stage of pairing by phone number is ignored.");
    }
  }

  private static boolean fromServer(Node notification) {
    return notification.attribute("from").filter(Jid.SERVER.toString()::equals).isPresent();
  }

  private void primaryHello(LinkCodeAttempt attempt, Node registration) {
    LinkCodeFinish finish;
    int number;
    try {
      LinkCodeNodes.PrimaryHello hello = LinkCodeNodes.PrimaryHello.read(registration);
      if (hello.ref().filter(past::contains).isPresent()) {
        LOG.debug("A phone answers a code that is replaced.");
        return;
      }
      Optional<Integer> counted = attempt.countHello();
      if (!hello.ref().equals(attempt.ref()) || counted.isEmpty()) {
        giveUp(attempt, PairingCodeEnd.REFUSED);
        return;
      }
      number = counted.get();
      finish = attempt.finish(hello, peer.credentials().identity(), random);
    } catch (UnexpectedNodeException | LinkCodeRefusedException e) {
      LOG.warn("A phone's answer to a code is refused: {}", e.getMessage());
      giveUp(attempt, PairingCodeEnd.REFUSED);
      return;
    }
    attempt.alarm(Lane.Alarm.NONE); // typed in time
    peer.keep(
        peer.credentials().withAdvSecret(Bytes.wrap(finish.advSecret())),
        false,
        () -> finish(attempt, number, finish),
        () -> {});
  }

  /** Step 10, only now that the derived secret is durable. */
  private void finish(LinkCodeAttempt attempt, int number, LinkCodeFinish finish) {
    if (!isCurrent(attempt) || !attempt.isLast(number)) {
      return;
    }
    around.secretChanged();
    byte[] identity = peer.credentials().identity().publicKey();
    peer.query(
            LinkCodeNodes.finish(
                attempt.request().phone(),
                finish.wrappedBundle(),
                identity,
                attempt.ref().orElseThrow()))
        .whenComplete((answer, failure) -> finishAnswered(attempt, number, failure));
  }

  private void finishAnswered(LinkCodeAttempt attempt, int number, Throwable failure) {
    if (!isCurrent(attempt) || !attempt.isLast(number)) {
      return;
    }
    if (failure == null) {
      attempt.alarm(lane.after(FINISH_LIMIT, () -> giveUp(attempt, PairingCodeEnd.UNFINISHED)));
    } else if (failure instanceof ResponseTimeoutException) {
      giveUp(attempt, PairingCodeEnd.UNFINISHED);
    } else if (!(failure instanceof NotConnectedException)) { // that is told at the stream's end
      giveUp(attempt, PairingCodeEnd.REFUSED);
    }
  }

  /** 8.5: the code is void; a new one is asked for, by us or by a person. */
  private void refresh(LinkCodeAttempt attempt, Node registration) {
    if (!LinkCodeNodes.ref(registration).equals(attempt.ref())) {
      return;
    }
    if (registration.hasAttribute("force_manual_refresh", "true")) {
      giveUp(attempt, PairingCodeEnd.RENEWAL_WANTED);
      return;
    }
    forget(attempt);
    CompletableFuture<PairingCode> renewed = new CompletableFuture<>();
    renewed.whenComplete(
        (code, failure) -> {
          if (failure instanceof NotConnectedException) {
            listener.onPairingCodeEnd(PairingCodeEnd.DISCONNECTED);
          } else if (failure instanceof SupersededException) {
            listener.onPairingCodeEnd(PairingCodeEnd.REPLACED);
          } else if (failure != null && !(failure instanceof AlreadyPairedException)) {
            listener.onPairingCodeEnd(PairingCodeEnd.NOT_RENEWED);
          }
        });
    begin(attempt.request(), renewed);
  }

  /** A phone links this device: nothing expires any more. */
  void hold() {
    current.ifPresent(attempt -> attempt.alarm(Lane.Alarm.NONE));
  }

  /** A phone has linked this device, by a code of either kind, and that is durable. */
  void paired() {
    cancel(new AlreadyPairedException());
  }

  /** What the phone sent at the end is refused, and the stream ends. */
  void refused() {
    current
        .filter(attempt -> attempt.ref().isPresent())
        .ifPresent(
            attempt -> {
              current = Optional.empty();
              attempt.alarm(Lane.Alarm.NONE);
              listener.onPairingCodeEnd(PairingCodeEnd.REFUSED);
            });
  }

  /** The stream ends: what is asked for fails, what is shown is void. */
  void stop() {
    boolean shown = current.filter(attempt -> attempt.ref().isPresent()).isPresent();
    cancel(new NotConnectedException("The connection ended before the server accepted a code."));
    if (shown) {
      listener.onPairingCodeEnd(PairingCodeEnd.DISCONNECTED);
    }
  }

  private void cancel(AmarulaException reason) {
    Optional<LinkCodeAttempt> last = current;
    Optional<Waiting> never = waiting;
    current = Optional.empty();
    waiting = Optional.empty();
    last.ifPresent(
        attempt -> {
          attempt.alarm(Lane.Alarm.NONE);
          attempt.outcome().completeExceptionally(reason);
        });
    never.ifPresent(asked -> asked.outcome().completeExceptionally(reason));
  }

  private void giveUp(LinkCodeAttempt attempt, PairingCodeEnd end) {
    if (isCurrent(attempt)) {
      drop(attempt, end);
      around.idle();
    }
  }

  private void drop(LinkCodeAttempt attempt, PairingCodeEnd end) {
    forget(attempt);
    if (attempt.ref().isPresent()) {
      listener.onPairingCodeEnd(end);
    } else {
      attempt.outcome().completeExceptionally(superseded());
    }
  }

  private void forget(LinkCodeAttempt attempt) {
    current = Optional.empty();
    attempt.alarm(Lane.Alarm.NONE);
    attempt.ref().ifPresent(this::remember);
    if (attempt.derived()) {
      around.forgetSecret();
    }
  }

  private void remember(Bytes ref) {
    if (past.size() == REMEMBERED) {
      past.removeFirst();
    }
    past.add(ref);
  }

  private boolean isCurrent(LinkCodeAttempt attempt) {
    return current.filter(now -> now == attempt).isPresent();
  }

  private static SupersededException superseded() {
    return new SupersededException("a code");
  }
}
