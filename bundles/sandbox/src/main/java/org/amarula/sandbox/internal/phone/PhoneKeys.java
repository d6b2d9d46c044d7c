package org.amarula.sandbox.internal.phone;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.keys.OneTimeKey;
import org.amarula.sandbox.internal.keys.SignedPreKey;

/** A phone's own keys: the private halves of what the server hands out. Confined to the lane. */
final class PhoneKeys implements PreKeyLookup {
  private static final int STOCK = 20;
  private static final int LOW = 5;
  private static final int SIGNED_ID = 1;

  private final LocalIdentity local;
  private final KeyPair signedPreKey;
  private final Map<Integer, KeyPair> oneTime = new HashMap<>();
  private final DeviceKeys stock;
  private final SecureRandom random;
  private int lastId;

  PhoneKeys(KeyPair identity, SecureRandom random) {
    this.random = random;
    this.local = new LocalIdentity(identity, 1 + random.nextInt(16380));
    this.signedPreKey = KeyPair.generate(random);
    SignedPreKey signed =
        new SignedPreKey(
            SIGNED_ID,
            Bytes.wrap(signedPreKey.publicKey()),
            Bytes.wrap(SignedPreKeySignature.sign(identity, signedPreKey, random)));
    this.stock = new DeviceKeys(local.registrationId(), Bytes.wrap(identity.publicKey()), signed);
    fill(LOW); // most phones of a crowd are never written to
  }

  LocalIdentity local() {
    return local;
  }

  /** What the server hands out; kept filled (interop.md, baileys 4). */
  DeviceKeys stock() {
    return stock;
  }

  void restock() {
    if (stock.count() < LOW) {
      fill(STOCK);
    }
  }

  private void fill(int count) {
    while (stock.count() < count) {
      OneTimeKey fresh = fresh();
      stock.add(fresh.id(), fresh.publicKey());
    }
  }

  /** A new one-time key that the server does not hand out, as retry receipts need. */
  OneTimeKey fresh() {
    KeyPair pair = KeyPair.generate(random);
    oneTime.put(++lastId, pair);
    return new OneTimeKey(lastId, Bytes.wrap(pair.publicKey()));
  }

  void consume(int id) {
    oneTime.remove(id);
  }

  @Override
  public Optional<KeyPair> signedPreKey(int id) {
    return id == SIGNED_ID ? Optional.of(signedPreKey) : Optional.empty();
  }

  @Override
  public Optional<KeyPair> preKey(int id) {
    return Optional.ofNullable(oneTime.get(id));
  }
}
