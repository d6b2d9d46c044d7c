package org.amarula.connection.internal.socket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.amarula.api.Bytes;

/** A trust store that holds nothing but the certificates of one PEM text. */
final class PinnedCertificate {
  private PinnedCertificate() {}

  static KeyStore trustStore(Bytes pem) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.toArray()));
    if (certificates.isEmpty()) {
      throw new IOException("the file to trust holds no certificate");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    return store;
  }
}
