package org.amarula.connection.internal.pairing;

import java.util.Base64;
import org.amarula.api.Bytes;

/**
 * The text of a QR code (spec/transport.md 7.2, D-19): secret, since whoever shows it to a phone
 * controls the pairing. Never logged.
 */
final class QrText {
  private static final String PREFIX = "https://wa.me/settings/linked_devices#";

  private QrText() {}

  /** PREFIX REF,NOISE,IDENTITY,ADV,PLATFORM with standard Base64, padding included. */
  static String of(String ref, byte[] noise, byte[] identity, Bytes advSecret, String platform) {
    return PREFIX
        + String.join(
            ",", ref, base64(noise), base64(identity), base64(advSecret.toArray()), platform);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
