package org.amarula.crypto.signal;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.amarula.crypto.curve.KeyPair;

/** A device with its own keys and one record, driven by a seeded generator; for tests only. */
final class Device implements PreKeyLookup {
  static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  final LocalIdentity local;
  final SessionCipher cipher;
  SessionRecord record = SessionRecord.empty();

  private final Random random;
  private final KeyPair signedPreKey;
  private final Map<Integer, KeyPair> preKeys = new HashMap<>();
  private int nextPreKeyId = 1;

  Device(Random random) {
    this.random = random;
    this.local = new LocalIdentity(freshPair(), 1 + random.nextInt(16380));
    this.signedPreKey = freshPair();
    this.cipher = new SessionCipher(local, this::freshPair, CLOCK);
  }

  /** A bundle, with a new one-time pre-key if asked for. */
  PreKeyBundle bundle(boolean withPreKey) throws InvalidKeyException {
    byte[] signature = local.identity().sign(signedPreKey.signalPublicKey(), new SecureRandom());
    PreKeyBundle bundle =
        new PreKeyBundle(
            local.registrationId(),
            local.publicKey(),
            1,
            signedPreKey.signalPublicKey(),
            signature);
    if (!withPreKey) {
      return bundle;
    }
    KeyPair preKey = freshPair();
    preKeys.put(nextPreKeyId, preKey);
    return bundle.withPreKey(nextPreKeyId++, preKey.signalPublicKey());
  }

  void start(PreKeyBundle bundle) throws SignalException {
    record = cipher.processBundle(record, bundle);
  }

  Encrypted send(byte[] plaintext) throws SignalException {
    Encrypted encrypted = cipher.encrypt(record, plaintext);
    record = encrypted.record();
    return encrypted;
  }

  /** Decrypts and commits. */
  byte[] receive(CiphertextType type, byte[] message) throws SignalException {
    Decrypted decrypted =
        type == CiphertextType.PKMSG
            ? cipher.decryptPreKey(record, message, this)
            : cipher.decrypt(record, message);
    record = decrypted.record();
    decrypted.consumedPreKeyId().ifPresent(preKeys::remove);
    return decrypted.plaintext();
  }

  byte[] receive(Encrypted message) throws SignalException {
    return receive(message.type(), message.bytes());
  }

  @Override
  public Optional<KeyPair> signedPreKey(int id) {
    return id == 1 ? Optional.of(signedPreKey) : Optional.empty();
  }

  @Override
  public Optional<KeyPair> preKey(int id) {
    return Optional.ofNullable(preKeys.get(id));
  }

  private KeyPair freshPair() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return KeyPair.ofPrivate(key);
  }
}
