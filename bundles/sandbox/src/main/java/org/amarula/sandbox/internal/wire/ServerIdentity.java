package org.amarula.sandbox.internal.wire;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.noise.NoiseResponder;
import org.amarula.proto.certificate.CertChain;
import org.amarula.proto.certificate.CertChain.NoiseCertificate;
import org.amarula.sandbox.fault.Fault;

/** The server's own root, intermediate and leaf (spec transport.md 2.7). Immutable. */
public final class ServerIdentity {
  private static final long NOT_BEFORE = 1_577_836_800; // 2020
  private static final long NOT_AFTER = 4_102_444_800L; // 2100

  private final KeyPair root;
  private final KeyPair serverStatic;
  private final CertChain chain;
  private final SecureRandom random;

  /** Fresh keys and a chain that is valid for decades. */
  public ServerIdentity(SecureRandom random) {
    this.random = random;
    this.root = KeyPair.generate(random);
    this.serverStatic = KeyPair.generate(random);
    KeyPair intermediate = KeyPair.generate(random);
    this.chain =
        CertChain.newBuilder()
            .setIntermediate(certificate(1, 0, intermediate, root))
            .setLeaf(certificate(2, 1, serverStatic, intermediate))
            .build();
  }

  private NoiseCertificate certificate(int serial, int issuer, KeyPair subject, KeyPair signer) {
    byte[] details =
        NoiseCertificate.Details.newBuilder()
            .setSerial(serial)
            .setIssuerSerial(issuer)
            .setKey(ByteString.copyFrom(subject.publicKey()))
            .setNotBefore(NOT_BEFORE)
            .setNotAfter(NOT_AFTER)
            .build()
            .toByteArray();
    return NoiseCertificate.newBuilder()
        .setDetails(ByteString.copyFrom(details))
        .setSignature(ByteString.copyFrom(signer.sign(details, random)))
        .build();
  }

  /** The only trust anchor of clients, 32 bytes. */
  public byte[] rootPublicKey() {
    return root.publicKey();
  }

  /** The server's side of one handshake; a {@code badCertificate} forges one signature. */
  public NoiseResponder responder(Optional<Fault> badCertificate) {
    byte[] sent =
        badCertificate
            .map(fault -> forged(fault.shape("part", "leaf")))
            .orElse(chain)
            .toByteArray();
    return new NoiseResponder(serverStatic, sent, random);
  }

  private CertChain forged(String part) {
    return part.equals("intermediate")
        ? chain.toBuilder().setIntermediate(forged(chain.getIntermediate())).build()
        : chain.toBuilder().setLeaf(forged(chain.getLeaf())).build();
  }

  private static NoiseCertificate forged(NoiseCertificate certificate) {
    byte[] signature = certificate.getSignature().toByteArray();
    signature[0] ^= 1;
    return certificate.toBuilder().setSignature(ByteString.copyFrom(signature)).build();
  }
}
