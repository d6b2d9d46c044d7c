package org.amarula.connection.internal.pairing;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.Bytes;
import org.amarula.api.event.PairingCode;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.UnexpectedNodeException;
import org.amarula.connection.Credentials;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.StreamListener;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.connection.internal.stanza.Answers;
import org.amarula.connection.internal.stanza.Peer;
import org.amarula.crypto.pairing.PairingRefusal;
import org.amarula.crypto.pairing.PairingRefusedException;
import org.amarula.crypto.pairing.PairingVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The companion's side of pairing (spec/transport.md 7 and 8): references are shown in turn, codes
 * are asked for beside them, the phone's signature is verified and answered, and the restart is
 * awaited. Confined to the lane; lives for one unpaired stream.
 */
public final class Pairing {
  private static final Logger LOG = LoggerFactory.getLogger(Pairing.class);
  private static final int SECRET_LENGTH = 32;
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(10); // 7.4 step 7

  private final Lane lane;
  private final Clock clock;
  private final SecureRandom random;
  private final PairingVerifier verifier;
  private final DeviceDescription device;
  private final Peer peer;
  private final StreamListener listener;
  private Optional<QrRotation> rotation = Optional.empty();
  private final LinkCodes codes;
  private boolean exhausted;
  private boolean restartExpected;

  /**
   * Waits for the server's references.
   *
   * @param device what this companion says it is
   */
  public Pairing(
      Lane lane,
      Clock clock,
      SecureRandom random,
      PairingVerifier verifier,
      DeviceDescription device,
      Peer peer,
      StreamListener listener) {
    this.lane = lane;
    this.clock = clock;
    this.random = random;
    this.verifier = verifier;
    this.device = device;
    this.peer = peer;
    this.listener = listener;
    this.codes = new LinkCodes(lane, clock, random, device, peer, listener, new Beside());
  }

  /** Asks for a code to be typed on a phone, once the server is ready for it. */
  public void requestCode(PairingCodeRequest request, CompletableFuture<PairingCode> outcome) {
    if (restartExpected) {
      outcome.completeExceptionally(new AlreadyPairedException());
    } else {
      codes.request(request, outcome);
    }
  }

  /** The server's references; a second set replaces the first. */
  public void pairDevice(Node iq, Node pairDevice) {
    peer.send(Answers.result(iq)); // at once: 7.1
    if (restartExpected) {
      return;
    }
    rotation.ifPresent(QrRotation::stop);
    exhausted = false;
    List<String> refs =
        pairDevice.children("ref").stream()
            .flatMap(ref -> ref.contentAsString().stream())
            .filter(ref -> !ref.isEmpty())
            .toList();
    QrRotation turns = new QrRotation(lane, clock, refs, this::show, this::exhausted);
    rotation = Optional.of(turns);
    turns.next();
    codes.ready();
  }

  /** The phone has scanned: steps 1 to 7 of 7.4. */
  public void pairSuccess(Node iq, Node success) {
    if (restartExpected) {
      return; // answered before
    }
    rotation.ifPresent(QrRotation::stop);
    PairSuccess verified;
    try {
      verified = PairSuccess.verify(success, peer.credentials(), verifier);
    } catch (PairingRefusedException e) {
      refuse(iq, e.refusal(), e.refusal().text());
      return;
    } catch (UnexpectedNodeException e) {
      LOG.warn("A pair-success is incomplete: {}", e.getMessage());
      refuse(iq, PairingRefusal.MALFORMED, "incomplete");
      return;
    }
    codes.hold();
    exhausted = false;
    Credentials linked = peer.credentials().withLink(verified.link());
    PairingRefusal internal = PairingRefusal.MALFORMED; // 500 internal-error, for storage too
    peer.keep(
        linked,
        true,
        () -> answer(iq, verified),
        () -> peer.send(Answers.error(iq, internal.code(), internal.text())));
  }

  /** Step 6, only now that the link is durable. */
  private void answer(Node iq, PairSuccess verified) {
    restartExpected = true;
    codes.paired();
    peer.send(Answers.result(iq, verified.answer()));
    lane.after(RESTART_LIMIT, () -> peer.end(new DisconnectReason.RestartRequired()));
  }

  private void refuse(Node iq, PairingRefusal refusal, String check) {
    peer.send(Answers.error(iq, refusal.code(), refusal.text()));
    codes.refused();
    listener.onPairingRefused(check);
    peer.end(new DisconnectReason.PairingRefused(check));
  }

  /** A notification of an unpaired stream: acknowledged, and read when it speaks of pairing. */
  public void notification(Node notification) {
    peer.send(Answers.ack(notification)); // without an own address: 6.9
    switch (notification.attribute("type").orElse("")) {
      case "companion_reg_refresh" -> refresh(notification);
      case "link_code_companion_reg" -> codes.notification(notification);
      case "passkey_prologue_request", "crsc_continuation" ->
          // 7.6
          peer.end(
              new DisconnectReason.UnsupportedAccount("it requires a passkey to link a device"));
      default -> LOG.debug("A notification before pairing needs nothing: {}", notification);
    }
  }

  /**
   * 7.3: a new secret for the current reference, whose time runs on. While a code is being finished
   * the secret is the derived one and stays; should that fail, a new one is made anyway.
   */
  private void refresh(Node notification) {
    boolean asked =
        notification.child("companion_reg_refresh").isPresent()
            || notification.child("pair-device-rotate-qr").isPresent();
    if (asked && peer.credentials().paired().isEmpty() && !codes.holdsSecret()) {
      newSecret();
    }
  }

  private void newSecret() {
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    peer.keep(
        peer.credentials().withAdvSecret(Bytes.wrap(secret)), false, this::showAgain, () -> {});
  }

  /** What the close of the socket means while this stream pairs. */
  public DisconnectReason closed(DisconnectReason reason) {
    if (restartExpected) {
      return new DisconnectReason.RestartRequired();
    }
    // the server's clock may run out of references a moment before ours
    boolean over = rotation.map(QrRotation::atLast).orElse(false);
    return over && reason instanceof DisconnectReason.ServerClosed
        ? new DisconnectReason.PairingExpired()
        : reason;
  }

  /** The stream ends: no code is shown any more. */
  public void stop() {
    rotation.ifPresent(QrRotation::stop);
    codes.stop();
  }

  /** 7.2: the stream stays as long as a code may be typed. */
  private void exhausted() {
    exhausted = true;
    if (!codes.pending()) {
      peer.end(new DisconnectReason.PairingExpired());
    }
  }

  private void showAgain() {
    if (!restartExpected) {
      rotation.ifPresent(QrRotation::again);
    }
  }

  /** What a code does to the references beside it. */
  private final class Beside implements LinkCodes.Surroundings {
    @Override
    public void forgetSecret() {
      newSecret();
    }

    @Override
    public void secretChanged() {
      showAgain();
    }

    @Override
    public void idle() {
      if (exhausted) {
        peer.end(new DisconnectReason.PairingExpired());
      }
    }
  }

  private void show(String ref, Instant expiresAt) {
    Credentials own = peer.credentials();
    listener.onQr(
        QrText.of(
            ref,
            own.noise().publicKey(),
            own.identity().publicKey(),
            own.advSecret(),
            device.webClientId()),
        expiresAt);
  }
}
