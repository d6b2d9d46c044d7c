package org.amarula.crypto.noise;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.proto.certificate.CertChain;
import org.amarula.proto.certificate.CertChain.NoiseCertificate;

/**
 * The check of a server's certificate chain against one root key (transport.md 2.4), complete and
 * in the given order. Immutable and thread-safe.
 */
public final class CertificateVerifier {
  private static final String WHATSAPP_ROOT =
      "142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b";
  private static final int KEY_LENGTH = 32;
  private static final int ROOT_SERIAL = 0;

  private final byte[] root;
  private final Clock clock;

  /** A verifier with this root public key of 32 bytes; validity is judged by the clock. */
  public CertificateVerifier(byte[] rootPublicKey, Clock clock) {
    if (rootPublicKey.length != KEY_LENGTH) {
      throw new IllegalArgumentException("A root public key has 32 bytes.");
    }
    this.root = rootPublicKey.clone();
    this.clock = clock;
  }

  /** A copy of the public key of "WhatsAppLongTerm1", the trust anchor of the real service. */
  public static byte[] whatsAppRoot() {
    return HexFormat.of().parseHex(WHATSAPP_ROOT);
  }

  /**
   * Accepts the chain or throws with the first check that failed.
   *
   * @param serverStatic the static key that the handshake delivered
   */
  public void verify(byte[] certChain, byte[] serverStatic) throws CertificateRefusedException {
    CertChain chain = parse(certChain);
    NoiseCertificate leaf = chain.getLeaf();
    NoiseCertificate intermediate = chain.getIntermediate();
    // An absent certificate reads as one with empty parts.
    require(isComplete(leaf) && isComplete(intermediate), CertificateCheck.MISSING_PART);
    require(
        leaf.getSignature().size() == XEdDsa.SIGNATURE_LENGTH
            && intermediate.getSignature().size() == XEdDsa.SIGNATURE_LENGTH,
        CertificateCheck.SIGNATURE_LENGTH);

    require(isSigned(root, intermediate), CertificateCheck.INTERMEDIATE_SIGNATURE);
    NoiseCertificate.Details issuer = details(intermediate);
    byte[] issuerKey = issuer.getKey().toByteArray();
    require(issuer.getIssuerSerial() == ROOT_SERIAL, CertificateCheck.INTERMEDIATE_ISSUER_SERIAL);
    require(issuerKey.length == KEY_LENGTH, CertificateCheck.INTERMEDIATE_KEY_LENGTH);

    require(isSigned(issuerKey, leaf), CertificateCheck.LEAF_SIGNATURE);
    NoiseCertificate.Details server = details(leaf);
    long now = clock.instant().getEpochSecond();
    require(isValid(issuer, now), CertificateCheck.INTERMEDIATE_VALIDITY);
    require(server.getIssuerSerial() == issuer.getSerial(), CertificateCheck.LEAF_ISSUER_SERIAL);
    require(
        MessageDigest.isEqual(server.getKey().toByteArray(), serverStatic),
        CertificateCheck.LEAF_KEY_MISMATCH);
    require(isValid(server, now), CertificateCheck.LEAF_VALIDITY);
  }

  private static CertChain parse(byte[] certChain) throws CertificateRefusedException {
    try {
      return CertChain.parseFrom(certChain);
    } catch (InvalidProtocolBufferException e) {
      throw new CertificateRefusedException(CertificateCheck.UNPARSABLE);
    }
  }

  private static NoiseCertificate.Details details(NoiseCertificate certificate)
      throws CertificateRefusedException {
    try {
      return NoiseCertificate.Details.parseFrom(certificate.getDetails());
    } catch (InvalidProtocolBufferException e) {
      throw new CertificateRefusedException(CertificateCheck.UNPARSABLE);
    }
  }

  private static boolean isComplete(NoiseCertificate certificate) {
    return !certificate.getDetails().isEmpty() && !certificate.getSignature().isEmpty();
  }

  /** Signatures cover the details as received, never a second serialization. */
  private static boolean isSigned(byte[] key, NoiseCertificate certificate) {
    return XEdDsa.verify(
        key, certificate.getDetails().toByteArray(), certificate.getSignature().toByteArray());
  }

  /** Times are unsigned; a clock before 1970 is before every certificate. */
  private static boolean isValid(NoiseCertificate.Details details, long now) {
    return now >= 0
        && Long.compareUnsigned(details.getNotBefore(), now) <= 0
        && Long.compareUnsigned(now, details.getNotAfter()) <= 0;
  }

  private static void require(boolean passed, CertificateCheck check)
      throws CertificateRefusedException {
    if (!passed) {
      throw new CertificateRefusedException(check);
    }
  }
}
