package org.amarula.connection.internal.pairing;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.event.PairingCode;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.connection.internal.lane.Lane;
import org.amarula.connection.internal.login.DeviceDescription;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.LinkCodeCompanion;
import org.amarula.crypto.pairing.LinkCodeFinish;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.amarula.crypto.pairing.WrappedKey;

/**
 * One code from its request to its end, with an ephemeral key of its own (spec/transport.md 8.2).
 * Confined to the lane; tells nothing of its secrets.
 */
final class LinkCodeAttempt {
  private static final Duration VALID = Duration.ofSeconds(180);
  private static final int MOST_HELLOS = 3; // 8.4 step 1: a code is not guessed with our help

  private final PairingCodeRequest request;
  private final CompletableFuture<PairingCode> outcome;
  private final LinkCode code;
  private final KeyPair ephemeral;
  private final Instant expiresAt;
  private Optional<Bytes> ref = Optional.empty();
  private Lane.Alarm alarm = Lane.Alarm.NONE;
  private int hellos;
  private boolean derived;

  LinkCodeAttempt(
      PairingCodeRequest request,
      CompletableFuture<PairingCode> outcome,
      Instant now,
      SecureRandom random) {
    this.request = request;
    this.outcome = outcome;
    this.code = request.code(random);
    this.ephemeral = KeyPair.generate(random);
    this.expiresAt = now.plus(VALID);
  }

  PairingCodeRequest request() {
    return request;
  }

  /** Completes with the code once the server has accepted it. */
  CompletableFuture<PairingCode> outcome() {
    return outcome;
  }

  PairingCode shown() {
    return new PairingCode(code.text(), expiresAt);
  }

  Duration left(Instant now) {
    return Duration.between(now, expiresAt);
  }

  /** The request to the server; derives a key from the code, which takes tens of milliseconds. */
  Node hello(Credentials own, DeviceDescription device, SecureRandom random) {
    byte[] wrapped = WrappedKey.wrap(code, ephemeral.publicKey(), random);
    return LinkCodeNodes.hello(request.phone(), wrapped, own.noise().publicKey(), device);
  }

  /** The server has accepted the code under this reference. */
  void accepted(Bytes under) {
    ref = Optional.of(under);
  }

  /** The server's name of this code, once it accepted it. */
  Optional<Bytes> ref() {
    return ref;
  }

  /** Counts an answer of the phone and gives its number; nothing when they are too many. */
  Optional<Integer> countHello() {
    return hellos < MOST_HELLOS ? Optional.of(++hellos) : Optional.empty();
  }

  /** Whether this is the phone's last answer. */
  boolean isLast(int hello) {
    return hello == hellos;
  }

  /** Whether the adv secret is, or is about to be, the derived one. */
  boolean derived() {
    return derived;
  }

  /** Steps 2 to 9 of 8.4. */
  LinkCodeFinish finish(LinkCodeNodes.PrimaryHello hello, KeyPair identity, SecureRandom random)
      throws LinkCodeRefusedException {
    byte[] primary = WrappedKey.unwrap(code, hello.wrapped());
    LinkCodeFinish made =
        new LinkCodeCompanion(ephemeral, identity).finish(primary, hello.identity(), random);
    derived = true;
    return made;
  }

  /** Sets the only alarm of this attempt; the one before is off. */
  void alarm(Lane.Alarm next) {
    alarm.cancel();
    alarm = next;
  }

  @Override
  public String toString() {
    return "LinkCodeAttempt[" + request.phone().redacted() + "]";
  }
}
