package org.amarula.sandbox.internal.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.proto.handshake.ClientPayload.DevicePairingRegistrationData;
import org.amarula.sandbox.internal.keys.BigEndian;
import org.amarula.sandbox.internal.keys.SignedPreKey;
import org.amarula.sandbox.internal.pairing.Registration;

/** Checks the registration form of a payload (spec transport.md 3.4, 3.6). Stateless. */
final class RegistrationCheck {
  private RegistrationCheck() {}

  /** The rule that the payload breaks, if any. */
  static Optional<String> brokenRule(ClientPayload payload) {
    DevicePairingRegistrationData data = payload.getDevicePairingData();
    boolean lengths =
        data.getERegid().size() == 4
            && data.getEKeytype().size() == 1
            && data.getEKeytype().byteAt(0) == 5
            && data.getEIdent().size() == 32
            && data.getESkeyId().size() == 3
            && data.getESkeyVal().size() == 32
            && data.getESkeySig().size() == 64;
    if (!lengths) {
      return Optional.of("registration-lengths");
    }
    if (!signedPreKey(data).isSignedBy(bytes(data.getEIdent()))) {
      return Optional.of("signed-pre-key");
    }
    String version = WebVersion.of(payload.getUserAgent().getAppVersion()).toString();
    if (!bytes(data.getBuildHash()).equals(md5(version))) {
      return Optional.of("build-hash");
    }
    return payload.hasUsername() ? Optional.of("registration-with-username") : Optional.empty();
  }

  static Registration registration(ClientPayload payload, byte[] clientStatic) {
    DevicePairingRegistrationData data = payload.getDevicePairingData();
    return new Registration(
        Bytes.copyOf(clientStatic),
        BigEndian.toInt(data.getERegid().toByteArray()),
        bytes(data.getEIdent()),
        signedPreKey(data));
  }

  private static SignedPreKey signedPreKey(DevicePairingRegistrationData data) {
    return new SignedPreKey(
        BigEndian.toInt(data.getESkeyId().toByteArray()),
        bytes(data.getESkeyVal()),
        bytes(data.getESkeySig()));
  }

  private static Bytes bytes(com.google.protobuf.ByteString value) {
    return Bytes.wrap(value.toByteArray());
  }

  private static Bytes md5(String version) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5"); // transport.md 3.4: no secret in it
      return Bytes.wrap(md5.digest(version.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This platform has no MD5.", e);
    }
  }
}
