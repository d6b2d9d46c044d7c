package org.amarula.crypto.signal;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.XEdDsa;

/**
 * Sessions with other devices: start one from a bundle, encrypt, decrypt (spec signal.md 3). Each
 * method is a function of its arguments and of the injected key pairs and clock; the passed record
 * is never changed, so a failure has no effect. Thread-safe if the key source is; lives as long as
 * the account's identity.
 *
 * <p>The caller keeps custody of the record between reading and committing it.
 */
public final class SessionCipher {
  /** Room for framing below the length that a receiver accepts. */
  static final int MAX_PLAINTEXT = WireReader.MAX_LENGTH - 1024;

  private final LocalIdentity local;
  private final KeyPairSource keys;
  private final Clock clock;

  public SessionCipher(LocalIdentity local, KeyPairSource keys, Clock clock) {
    this.local = requireNonNull(local, "local");
    this.keys = requireNonNull(keys, "keys");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Builds an outgoing session, which becomes current; the former one is archived.
   *
   * @throws InvalidSignatureException when the identity did not sign the signed pre-key: no
   *     session, no message to that device, a security event (spec 2.3)
   */
  public SessionRecord processBundle(SessionRecord record, PreKeyBundle bundle)
      throws InvalidKeyException, InvalidSignatureException {
    byte[] identity = PublicKeys.bare(bundle.identityKey());
    if (!XEdDsa.verify(identity, bundle.signedPreKey(), bundle.signature())) {
      throw new InvalidSignatureException("The signed pre-key is not signed by the identity");
    }
    KeyPair base = keys.next(); // this order, spec 3.2
    KeyPair ratchet = keys.next();
    return record.with(X3dh.initiate(local, bundle, base, ratchet, clock.millis()));
  }

  /** Encrypts in the current session; a pkmsg until the peer has answered in it. */
  public Encrypted encrypt(SessionRecord record, byte[] plaintext) throws NoSessionException {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new IllegalArgumentException("Plaintext of " + plaintext.length + " bytes is too long");
    }
    Session session = record.current();
    if (session == null || session.sending().keys().exhausted()) {
      throw new NoSessionException("No current session: fetch a bundle first");
    }
    SessionOrigin origin = session.origin();
    byte[] message =
        SessionMessage.seal(
            MessageKeys.derive(session.sending().keys().seed()),
            session.sending(),
            session.previousCounter(),
            origin.localIdentity(),
            origin.remoteIdentity(),
            plaintext);
    SessionRecord next = record.replaceCurrent(session.sent(clock.millis()));
    if (session.pending() == null) {
      return new Encrypted(next, CiphertextType.MSG, message);
    }
    byte[] wrapped =
        PreKeyMessage.wrap(
            session.pending(), origin.localIdentity(), local.registrationId(), message);
    return new Encrypted(next, CiphertextType.PKMSG, wrapped);
  }

  /**
   * Decrypts a {@code msg} in the current session or an archived one, which is then promoted.
   *
   * @throws NoSessionException when the record holds no session at all
   * @throws DuplicateMessageException when its counter was used before
   */
  public Decrypted decrypt(SessionRecord record, byte[] message) throws SignalException {
    if (record.all().isEmpty()) {
      throw new NoSessionException("No session with this device");
    }
    return tryEach(record, SessionMessage.parse(message));
  }

  /**
   * Decrypts a {@code pkmsg}: in the session it belongs to if that exists, else in a new session
   * built with our pre-keys, which becomes current.
   */
  public Decrypted decryptPreKey(SessionRecord record, byte[] message, PreKeyLookup preKeys)
      throws SignalException {
    PreKeyMessage parsed = PreKeyMessage.parse(message);
    SessionMessage inner = SessionMessage.parse(parsed.inner());
    for (StoredForm form : record.all()) {
      // Spec 3.5: a known base key needs no agreement and no pre-key.
      if (form.session().wasBuiltByPeerWith(parsed.baseKey())) {
        requireSameIdentity(form.session(), parsed);
        return tryEach(record, inner);
      }
    }
    KeyPair signedPreKey =
        preKeys
            .signedPreKey(parsed.signedPreKeyId())
            .orElseThrow(
                () ->
                    new InvalidKeyIdException(
                        InvalidKeyIdException.Kind.SIGNED_PRE_KEY, parsed.signedPreKeyId()));
    Optional<KeyPair> preKey =
        parsed.preKeyId() == 0 ? Optional.empty() : preKeys.preKey(parsed.preKeyId());
    if (parsed.preKeyId() != 0 && preKey.isEmpty()) {
      throw new InvalidKeyIdException(InvalidKeyIdException.Kind.PRE_KEY, parsed.preKeyId());
    }
    long now = clock.millis();
    Session built = X3dh.respond(local, parsed, signedPreKey, preKey.orElse(null), now);
    Ratchet.Received received = Ratchet.receive(built, inner, keys, now);
    return new Decrypted(
        record.with(received.session()),
        received.plaintext(),
        parsed.identityKey(),
        true,
        parsed.preKeyId());
  }

  /** The identity a pkmsg claims, 33 bytes, for a look-up before it is decrypted; unverified. */
  public static byte[] identityOf(byte[] message) throws InvalidMessageException {
    return PreKeyMessage.parse(message).identityKey();
  }

  /** Spec 3.5: first success wins; a duplicate ends the search; else the first error counts. */
  private Decrypted tryEach(SessionRecord record, SessionMessage message) throws SignalException {
    SignalException first = null;
    for (StoredForm tried : record.all()) {
      try {
        Ratchet.Received received = Ratchet.receive(tried.session(), message, keys, clock.millis());
        return new Decrypted(
            record.replace(tried, received.session()),
            received.plaintext(),
            tried.session().origin().remoteIdentity(),
            false,
            0);
      } catch (InvalidKeyException | InvalidMessageException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** The envelope of a pkmsg has no MAC: it must not give a session another identity. */
  private static void requireSameIdentity(Session session, PreKeyMessage message)
      throws UntrustedIdentityException {
    if (!Arrays.equals(session.origin().remoteIdentity(), message.identityKey())) {
      throw new UntrustedIdentityException("Another identity claims a known base key");
    }
  }
}
