package org.amarula.crypto.noise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hash;
import org.amarula.crypto.kdf.Hkdf;

/**
 * The hash, the chaining key, the key and the counter of a handshake (transport.md 2.2). One key
 * and one counter serve both directions. Lives for one handshake, on one thread.
 */
final class SymmetricState {
  private static final byte[] EMPTY = new byte[0];

  private byte[] h;
  private byte[] ck;
  private byte[] k;
  private AesGcm cipher;
  private long n;

  /** Starts with the protocol name, which has exactly 32 bytes and is therefore not hashed. */
  SymmetricState() {
    byte[] name = "Noise_XX_25519_AESGCM_SHA256\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
    h = name;
    ck = name.clone();
    k = name.clone();
    cipher = new AesGcm(k);
  }

  void mixHash(byte[] data) {
    h = Hash.sha256(h, data);
  }

  void mixKey(byte[] inputKey) {
    byte[] okm = Hkdf.sha256(inputKey, ck, EMPTY, 64);
    wipe();
    ck = Arrays.copyOfRange(okm, 0, 32);
    k = Arrays.copyOfRange(okm, 32, 64);
    cipher = new AesGcm(k);
    n = 0; // the counter restarts with each key
    Arrays.fill(okm, (byte) 0);
  }

  byte[] encryptAndHash(byte[] plaintext) {
    byte[] ciphertext = cipher.seal(CounterIv.of(n++), h, plaintext);
    mixHash(ciphertext);
    return ciphertext;
  }

  byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
    try {
      byte[] plaintext = cipher.open(CounterIv.of(n), h, ciphertext);
      n++;
      mixHash(ciphertext);
      return plaintext;
    } catch (InvalidCiphertextException e) {
      throw new NoiseException(
          NoiseFailure.NOT_AUTHENTIC, "A handshake field does not authenticate.", e);
    }
  }

  /** Both transport keys: that of the initiator's frames, then that of the responder's. */
  byte[][] split() {
    byte[] okm = Hkdf.sha256(EMPTY, ck, EMPTY, 64);
    byte[][] keys = {Arrays.copyOfRange(okm, 0, 32), Arrays.copyOfRange(okm, 32, 64)};
    Arrays.fill(okm, (byte) 0);
    return keys;
  }

  /** Forgets the keys. */
  void wipe() {
    Arrays.fill(ck, (byte) 0);
    Arrays.fill(k, (byte) 0);
  }

  byte[] hash() {
    return h.clone();
  }

  byte[] chainingKey() {
    return ck.clone();
  }

  byte[] key() {
    return k.clone();
  }

  long counter() {
    return n;
  }
}
