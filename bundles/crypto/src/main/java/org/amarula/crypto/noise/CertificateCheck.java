package org.amarula.crypto.noise;

/** The checks of a server's certificate chain, in their order (transport.md 2.4). */
public enum CertificateCheck {
  /** The chain, or the details inside a certificate, cannot be parsed. */
  UNPARSABLE("unparsable"),
  /** A certificate, its details or its signature is missing. */
  MISSING_PART("missing-part"),
  /** A signature has not 64 bytes. */
  SIGNATURE_LENGTH("signature-length"),
  /** The root did not sign the intermediate. */
  INTERMEDIATE_SIGNATURE("intermediate-signature"),
  /** The intermediate names another issuer than the root. */
  INTERMEDIATE_ISSUER_SERIAL("intermediate-issuer-serial"),
  /** The intermediate's key has not 32 bytes. */
  INTERMEDIATE_KEY_LENGTH("intermediate-key-length"),
  /** The intermediate did not sign the leaf. */
  LEAF_SIGNATURE("leaf-signature"),
  /** The intermediate is not valid now; the clock may be wrong. */
  INTERMEDIATE_VALIDITY("intermediate-validity"),
  /** The leaf names another issuer than the intermediate. */
  LEAF_ISSUER_SERIAL("leaf-issuer-serial"),
  /** The leaf is for another static key. */
  LEAF_KEY_MISMATCH("leaf-key-mismatch"),
  /** The leaf is not valid now; the clock may be wrong. */
  LEAF_VALIDITY("leaf-validity");

  private final String text;

  CertificateCheck(String text) {
    this.text = text;
  }

  /** The name of the refusal, for instance {@code leaf-key-mismatch}. */
  public String text() {
    return text;
  }

  /** Whether a wrong local clock can be the cause. */
  public boolean dependsOnClock() {
    return this == INTERMEDIATE_VALIDITY || this == LEAF_VALIDITY;
  }
}
