package org.amarula.sandbox.internal.phone;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.SignalPublicKey;
import org.amarula.crypto.pairing.DeviceIdentityRefusedException;
import org.amarula.crypto.pairing.DeviceIdentityVerifier;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.InvalidKeyException;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalAddress;
import org.amarula.crypto.signal.SignalException;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.keys.OneTimeKey;
import org.amarula.sandbox.internal.keys.SignedPreKey;

/** A phone's Signal sessions, keyed by LID (spec signal.md 8.2). Confined to the lane. */
final class PhoneSessions {
  private static final int LID_DOMAIN = 1;

  private final Map<SignalAddress, SessionRecord> records = new HashMap<>();
  private final PhoneKeys keys;
  private final SessionCipher cipher;
  private final SecureRandom random;

  PhoneSessions(PhoneKeys keys, Clock clock, SecureRandom random) {
    this.keys = keys;
    this.random = random;
    this.cipher = new SessionCipher(keys.local(), KeyPairSource.random(random), clock);
  }

  boolean has(Device device) {
    return record(device).hasCurrent();
  }

  /** Starts a session with the keys that the server has of a device. */
  void start(Device device, DeviceKeys theirs) throws SignalException {
    SignedPreKey signed = theirs.signedPreKey();
    PreKeyBundle bundle =
        new PreKeyBundle(
            theirs.registrationId(),
            SignalPublicKey.encode(theirs.identity().toArray()),
            signed.id(),
            SignalPublicKey.encode(signed.publicKey().toArray()),
            signed.signature().toArray());
    OneTimeKey none = null;
    OneTimeKey oneTime = theirs.takeOneTime().orElse(none);
    start(device, oneTime == null ? bundle : with(bundle, oneTime));
  }

  private static PreKeyBundle with(PreKeyBundle bundle, OneTimeKey key) throws InvalidKeyException {
    return bundle.withPreKey(key.id(), SignalPublicKey.encode(key.publicKey().toArray()));
  }

  /** Starts a session from a bundle; its signature is verified (spec signal.md 2.3). */
  void start(Device device, PreKeyBundle bundle) throws SignalException {
    records.put(address(device), cipher.processBundle(record(device), bundle));
  }

  /** Whether the account vouches for a companion (spec signal.md 6.4). */
  static boolean isGenuine(Device device) {
    if (device.isPhone()) {
      return true;
    }
    try {
      DeviceIdentityVerifier.verify(
          device.signedIdentity().toArray(),
          device.keys().identity().toArray(),
          device.account().identity().publicKey());
      return true;
    } catch (DeviceIdentityRefusedException e) {
      return false;
    }
  }

  Encrypted encrypt(Device device, byte[] content) throws SignalException {
    Encrypted encrypted =
        cipher.encrypt(record(device), MessagePadding.pad(content, random.nextInt()));
    records.put(address(device), encrypted.record());
    return encrypted;
  }

  /** Decrypts an {@code enc} and forgets the one-time key it used. */
  byte[] decrypt(Device sender, Node enc) throws SignalException {
    byte[] bytes = enc.requireBytes();
    Decrypted decrypted =
        enc.hasAttribute("type", "pkmsg")
            ? cipher.decryptPreKey(record(sender), bytes, keys)
            : cipher.decrypt(record(sender), bytes);
    records.put(address(sender), decrypted.record());
    decrypted.consumedPreKeyId().ifPresent(keys::consume);
    return MessagePadding.unpad(decrypted.plaintext());
  }

  private SessionRecord record(Device device) {
    return records.getOrDefault(address(device), SessionRecord.empty());
  }

  private static SignalAddress address(Device device) {
    return new SignalAddress(device.account().lid(), LID_DOMAIN, device.id());
  }
}
