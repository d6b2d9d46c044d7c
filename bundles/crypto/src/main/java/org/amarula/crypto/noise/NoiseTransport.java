package org.amarula.crypto.noise;

import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.cipher.InvalidCiphertextException;

/**
 * The encryption of frames after the handshake (transport.md 2.6): one key and one counter for each
 * direction. Lives for one connection. Sealing belongs to one thread or lock, because the order of
 * the counters must be the order on the wire, and opening to one thread; the two may run at the
 * same time.
 *
 * <p>The first frame that fails to open kills the transport: from then on {@code open} throws
 * {@link NoiseException} and {@code seal} throws {@link NoiseClosedException}.
 */
public final class NoiseTransport {
  private static final byte[] NO_AAD = new byte[0];

  private final AesGcm writing;
  private final AesGcm reading;
  private volatile long sent;
  private volatile long received;
  private volatile boolean failed;

  NoiseTransport(byte[] writeKey, byte[] readKey) {
    this(writeKey, readKey, 0, 0);
  }

  NoiseTransport(byte[] writeKey, byte[] readKey, long sent, long received) {
    this.writing = new AesGcm(writeKey);
    this.reading = new AesGcm(readKey);
    this.sent = sent;
    this.received = received;
  }

  /**
   * Encrypts the next frame's body.
   *
   * @throws NoiseClosedException after a failure, or before the counter would wrap
   */
  public byte[] seal(byte[] plaintext) {
    return seal(plaintext, 0, plaintext.length, 0);
  }

  /**
   * Encrypts a part of an array as the next frame's body.
   *
   * @param headroom zero bytes at the begin of the result, where the caller writes the length
   * @throws NoiseClosedException after a failure, or before the counter would wrap
   */
  public byte[] seal(byte[] plaintext, int at, int length, int headroom) {
    if (failed) {
      throw new NoiseClosedException(NoiseFailure.CLOSED, "An earlier frame failed.");
    }
    long counter = sent;
    if (counter >= CounterIv.LIMIT) {
      throw new NoiseClosedException(
          NoiseFailure.COUNTER_EXHAUSTED, "The connection has sent all frames it may.");
    }
    byte[] sealed = writing.seal(CounterIv.of(counter), NO_AAD, plaintext, at, length, headroom);
    sent = counter + 1;
    return sealed;
  }

  /** Decrypts the next frame's body; a failure is final (transport.md D-4). */
  public byte[] open(byte[] ciphertext) throws NoiseException {
    return open(ciphertext, 0, ciphertext.length);
  }

  /** Decrypts a part of an array as the next frame's body; a failure is final. */
  public byte[] open(byte[] ciphertext, int at, int length) throws NoiseException {
    if (failed) {
      throw new NoiseException(NoiseFailure.CLOSED, "An earlier frame failed.");
    }
    long counter = received;
    if (counter >= CounterIv.LIMIT) {
      failed = true;
      throw new NoiseException(
          NoiseFailure.COUNTER_EXHAUSTED, "The connection has received all frames it may.");
    }
    try {
      byte[] plaintext = reading.open(CounterIv.of(counter), NO_AAD, ciphertext, at, length);
      received = counter + 1;
      return plaintext;
    } catch (InvalidCiphertextException e) {
      failed = true;
      throw new NoiseException(
          NoiseFailure.NOT_AUTHENTIC, "Frame " + counter + " does not authenticate.", e);
    }
  }

  /** How many frames were sealed. */
  public long sent() {
    return sent;
  }

  /** How many frames were opened. */
  public long received() {
    return received;
  }
}
