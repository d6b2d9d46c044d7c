package org.amarula.benchmarks.signal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.CertificateRefusedException;
import org.amarula.crypto.noise.NoiseException;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.noise.NoiseResponder;
import org.amarula.crypto.noise.NoiseTransport;
import org.amarula.sandbox.internal.wire.ServerIdentity;

/** Frames of 1 KiB, sealed and opened: ours, and those of a bare platform cipher that is kept. */
final class Frames {
  private static final int SIZE = 1024;
  private static final int HEADER = 3;
  private static final int TAG_BITS = 128;
  private static final int IV_LENGTH = 12;

  private final SecureRandom random = new SecureRandom();
  private final byte[] body = new byte[SIZE];

  /** Both ends of a connection after its handshake. */
  Runnable ours() throws NoiseException, CertificateRefusedException {
    ServerIdentity server = new ServerIdentity(random);
    NoiseInitiator client =
        new NoiseInitiator(
            KeyPair.generate(random), server.rootPublicKey(), Clock.systemUTC(), random);
    NoiseResponder responder = server.responder(Optional.empty());
    client.readServerHello(responder.readClientHello(client.clientHello()));
    responder.readClientFinish(client.clientFinish(new byte[] {1}));
    NoiseTransport writing = client.split();
    NoiseTransport reading = responder.split();
    return () -> {
      byte[] frame = writing.seal(body, 0, body.length, HEADER);
      try {
        reading.open(frame, HEADER, frame.length - HEADER);
      } catch (NoiseException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  /** No frame, no checks, buffers that are kept. */
  Runnable bare() throws GeneralSecurityException {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    SecretKeySpec key = new SecretKeySpec(secret, "AES");
    Cipher writing = Cipher.getInstance("AES/GCM/NoPadding");
    Cipher reading = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] sealed = new byte[SIZE + TAG_BITS / 8];
    byte[] opened = new byte[SIZE];
    byte[] iv = new byte[IV_LENGTH];
    long[] counter = new long[1];
    return () -> {
      ByteBuffer.wrap(iv).putLong(IV_LENGTH - Long.BYTES, counter[0]++);
      GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, iv);
      try {
        writing.init(Cipher.ENCRYPT_MODE, key, parameters);
        writing.doFinal(body, 0, SIZE, sealed, 0);
        reading.init(Cipher.DECRYPT_MODE, key, parameters);
        reading.doFinal(sealed, 0, sealed.length, opened, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
