package org.amarula.benchmarks.signal;

import java.security.SecureRandom;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.XEdDsa;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** The operations on the curve of a new session, and nothing else. */
public final class CurveLimit implements Runnable {
  private static final int AGREEMENTS = 5;
  private static final int PAIRS = 2;

  private final SecureRandom random = new SecureRandom();
  private final KeyPair identity = KeyPair.generate(random);
  private final byte[] identityKey = identity.publicKey();
  private final byte[] signed = KeyPair.generate(random).signalPublicKey();
  private final byte[] signature = identity.sign(signed, random);
  private final byte[] secret = new byte[X25519.SCALAR_SIZE];
  private final byte[] point = new byte[X25519.POINT_SIZE];

  @Override
  public void run() {
    if (!XEdDsa.verify(identityKey, signed, signature)) {
      throw new IllegalStateException("The signature is wrong.");
    }
    for (int i = 0; i < PAIRS; i++) {
      X25519.generatePrivateKey(random, secret);
      X25519.scalarMultBase(secret, 0, point, 0);
    }
    for (int i = 0; i < AGREEMENTS; i++) {
      if (!X25519.calculateAgreement(secret, 0, identityKey, 0, point, 0)) {
        throw new IllegalStateException("The agreement is useless.");
      }
    }
  }
}
