package org.amarula.crypto.signal;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.amarula.crypto.curve.KeyPair;

/** The first agreement of a session, spec signal.md 3.2; pure. */
final class X3dh {
  private static final int DISCONTINUITY = 32;

  private X3dh() {}

  /** The initiator's session from a bundle whose signature was verified. */
  static Session initiate(
      LocalIdentity local, PreKeyBundle bundle, KeyPair base, KeyPair ratchet, long now)
      throws InvalidKeyException {
    byte[] signedPreKey = bundle.signedPreKey();
    byte[] identityKey = bundle.identityKey();
    byte[] basePrivate = base.privateKey();
    RootKey first =
        RootKey.first(
            masterSecret(
                Agreement.agree(local.identity().privateKey(), signedPreKey),
                Agreement.agree(basePrivate, identityKey),
                Agreement.agree(basePrivate, signedPreKey),
                bundle.preKeyId().isPresent()
                    ? Agreement.agree(basePrivate, bundle.preKey())
                    : new byte[0]));
    RootKey sending =
        RootKey.step(first.key(), Agreement.agree(ratchet.privateKey(), signedPreKey));
    byte[] baseKey = base.signalPublicKey();
    return new Session(
        new SessionOrigin(
            local.publicKey(), identityKey, bundle.registrationId(), baseKey, true, now),
        sending.key(),
        0,
        SendingChain.start(ratchet, sending.chainKey()),
        List.of(new ReceivingChain(signedPreKey, KeyChain.start(first.chainKey()))),
        new PendingPreKey(bundle.preKeyId().orElse(0), bundle.signedPreKeyId(), baseKey, now),
        now);
  }

  /** The responder's session from a pre-key message; {@code preKey} is null when it names none. */
  static Session respond(
      LocalIdentity local, PreKeyMessage message, KeyPair signedPreKey, KeyPair preKey, long now)
      throws InvalidKeyException {
    byte[] signedPrivate = signedPreKey.privateKey();
    // The same order as the initiator's: DH1 uses our signed pre-key, DH2 our identity.
    RootKey first =
        RootKey.first(
            masterSecret(
                Agreement.agree(signedPrivate, message.identityKey()),
                Agreement.agree(local.identity().privateKey(), message.baseKey()),
                Agreement.agree(signedPrivate, message.baseKey()),
                preKey == null
                    ? new byte[0]
                    : Agreement.agree(preKey.privateKey(), message.baseKey())));
    return new Session(
        new SessionOrigin(
            local.publicKey(),
            message.identityKey(),
            message.registrationId(),
            message.baseKey(),
            false,
            now),
        first.key(),
        0,
        SendingChain.start(signedPreKey, first.chainKey()),
        List.of(),
        null,
        now);
  }

  static byte[] masterSecret(byte[]... agreements) {
    byte[] discontinuity = new byte[DISCONTINUITY];
    Arrays.fill(discontinuity, (byte) 0xff);
    ByteArrayOutputStream secret = new ByteArrayOutputStream(DISCONTINUITY * 5);
    secret.writeBytes(discontinuity);
    for (byte[] agreement : agreements) {
      secret.writeBytes(agreement);
    }
    return secret.toByteArray();
  }
}
