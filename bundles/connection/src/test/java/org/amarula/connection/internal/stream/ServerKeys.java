package org.amarula.connection.internal.stream;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.proto.certificate.CertChain;

/** A root key, and a server's static key with a chain that leads to it. */
record ServerKeys(KeyPair root, KeyPair serverStatic, byte[] chain) {
  static ServerKeys create() {
    KeyPair root = KeyPair.generate(Devices.RANDOM);
    KeyPair intermediate = KeyPair.generate(Devices.RANDOM);
    KeyPair server = KeyPair.generate(Devices.RANDOM);
    CertChain chain =
        CertChain.newBuilder()
            .setIntermediate(certificate(1, 0, intermediate, root))
            .setLeaf(certificate(2, 1, server, intermediate))
            .build();
    return new ServerKeys(root, server, chain.toByteArray());
  }

  private static CertChain.NoiseCertificate certificate(
      int serial, int issuer, KeyPair subject, KeyPair signer) {
    byte[] details =
        CertChain.NoiseCertificate.Details.newBuilder()
            .setSerial(serial)
            .setIssuerSerial(issuer)
            .setKey(ByteString.copyFrom(subject.publicKey()))
            .setNotBefore(Instant.parse("2020-01-01T00:00:00Z").getEpochSecond())
            .setNotAfter(Instant.parse("2099-01-01T00:00:00Z").getEpochSecond())
            .build()
            .toByteArray();
    return CertChain.NoiseCertificate.newBuilder()
        .setDetails(ByteString.copyFrom(details))
        .setSignature(ByteString.copyFrom(signer.sign(details, Devices.RANDOM)))
        .build();
  }
}
