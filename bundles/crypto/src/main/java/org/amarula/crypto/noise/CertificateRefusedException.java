package org.amarula.crypto.noise;

/**
 * The server's certificate chain failed a check: a security event. Close without a ClientFinish,
 * and retry with back-off only (transport.md 2.4).
 */
public final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final CertificateCheck check;

  CertificateRefusedException(CertificateCheck check) {
    super(
        check.dependsOnClock()
            ? "The server's certificate is expired or not yet valid by the local clock ("
                + check.text()
                + "); check that the clock is right."
            : "The server's certificate chain is refused: " + check.text() + ".");
    this.check = check;
  }

  /** The first check that failed. */
  public CertificateCheck check() {
    return check;
  }
}
