package org.amarula.sandbox.internal.pairing;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.amarula.crypto.pairing.WrappedKey;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.pairing.LinkCodeAttempt.Entered;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.wire.Ids;

/** Linking by code: the server and the phone (spec transport.md 8.6). Confined to the lane. */
final class LinkCodePairing {
  private final Directory directory;
  private final Ids ids;
  private final SecureRandom random;
  private final Clock clock;

  LinkCodePairing(Directory directory, Ids ids, SecureRandom random, Clock clock) {
    this.directory = directory;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /** A companion asks for a code; the answer holds a ref or an error. */
  Node hello(PairingAttempt attempt, Node iq, Node registration) {
    Jid jid = registration.requireJidAttribute("jid");
    byte[] wrapped = content(registration, "link_code_pairing_wrapped_companion_ephemeral_pub");
    byte[] noise = content(registration, "companion_server_auth_key_pub");
    String platform = text(registration, "companion_platform_id");
    String display = text(registration, "companion_platform_display");
    String nonce = text(registration, "link_code_pairing_nonce");
    boolean sound =
        jid.isPn()
            && jid.user().matches("[1-9][0-9]{6,14}")
            && wrapped.length == WrappedKey.LENGTH
            && Bytes.wrap(noise).equals(attempt.registration().noiseKey())
            && platform.matches("[0-9ce]")
            && display.matches("[^()]+ \\([^()]+\\)")
            && (nonce.equals("0") || nonce.equals("\0")); // transport.md D-23
    if (!sound) {
      return Answers.error(iq, 400, "bad-request");
    }
    String ref = "code-" + ids.next() + "-" + Integer.toHexString(random.nextInt());
    attempt.linkCode(new LinkCodeAttempt(jid.user(), ref, wrapped, Optional.empty()));
    return Answers.result(
        iq,
        Node.builder("link_code_companion_reg")
            .attribute("stage", "companion_hello")
            .child(bytes("link_code_pairing_ref", PairingAttempt.ascii(ref)))
            .build());
  }

  /** The attempt that waits for the code of this phone number, and the phone's account. */
  TypedCode waiting(Collection<PairingAttempt> attempts, String phone, String name) {
    PairingAttempt attempt =
        attempts.stream()
            .filter(each -> each.linkCode().filter(a -> a.phone().equals(phone)).isPresent())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("No companion waits with a code for it."));
    Account account = directory.account(phone, name);
    return new TypedCode(attempt, attempt.linkCode().orElseThrow(), account, random);
  }

  /** Voids a code (spec transport.md 8.5). */
  void refresh(TypedCode typed, boolean force) {
    Node registration =
        Node.builder("link_code_companion_reg")
            .attribute("stage", "refresh_code")
            .attribute("force_manual_refresh", force ? "true" : null)
            .child(bytes("link_code_pairing_ref", PairingAttempt.ascii(typed.waiting().ref())))
            .build();
    tell(typed, registration);
  }

  /** The phone greets the companion whose code was typed. */
  void greet(TypedCode typed) {
    LinkCodeAttempt waiting = typed.waiting();
    typed.attempt().linkCode(waiting.enter(typed.entered()));
    Node registration =
        Node.builder("link_code_companion_reg")
            .attribute("stage", "primary_hello")
            .child(bytes("link_code_pairing_wrapped_primary_ephemeral_pub", typed.wrapped()))
            .child(bytes("primary_identity_pub", typed.account().identity().publicKey()))
            .child(bytes("link_code_pairing_ref", PairingAttempt.ascii(waiting.ref())))
            .build();
    tell(typed, registration);
  }

  private void tell(TypedCode typed, Node registration) {
    typed
        .attempt()
        .link()
        .send(
            Node.builder("notification")
                .attribute("from", Jid.SERVER)
                .attribute("id", ids.next())
                .attribute("type", "link_code_companion_reg")
                .attribute("t", clock.instant().getEpochSecond())
                .child(registration)
                .build());
  }

  /**
   * The companion's key bundle.
   *
   * @return the secret for the pair-success; nothing after a wrong code, which the phone keeps to
   *     itself
   */
  Optional<byte[]> finish(PairingAttempt attempt, Node registration) {
    byte[] bundle = content(registration, "link_code_pairing_wrapped_key_bundle");
    byte[] identity = content(registration, "companion_identity_public");
    String ref = text(registration, "link_code_pairing_ref");
    Optional<Entered> entered =
        attempt.linkCode().filter(a -> a.ref().equals(ref)).flatMap(LinkCodeAttempt::entered);
    if (entered.isEmpty() || !Bytes.wrap(identity).equals(attempt.registration().identity())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          entered.get().primary().open(entered.get().companionEphemeral(), identity, bundle));
    } catch (LinkCodeRefusedException e) {
      return Optional.empty();
    }
  }

  private static byte[] content(Node parent, String tag) {
    return parent.requireChild(tag).requireBytes();
  }

  private static String text(Node parent, String tag) {
    return parent.requireChild(tag).contentAsString().orElse("");
  }

  private static Node bytes(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }
}
