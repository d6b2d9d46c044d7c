package org.amarula.messaging.internal.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.kdf.Hash;

/** The hash by which two sides compare lists of devices, spec/signal.md 5.5. */
public final class Phash {
  private Phash() {}

  /** The hash of devices in any order, the sending device among them. */
  public static String of(Collection<Jid> devices) {
    String joined = String.join("", canonical(devices));
    byte[] hash = Hash.sha256(joined.getBytes(StandardCharsets.UTF_8));
    return "2:" + Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 6));
  }

  static List<String> canonical(Collection<Jid> devices) {
    return devices.stream()
        .map(device -> device.user() + ".0:" + device.device() + "@" + device.server())
        .sorted()
        .toList();
  }
}
