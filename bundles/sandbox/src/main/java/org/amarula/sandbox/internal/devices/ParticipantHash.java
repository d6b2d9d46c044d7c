package org.amarula.sandbox.internal.devices;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.kdf.Hash;

/** The hash of a list of devices, {@code phash} version 2 (spec signal.md 5.5). Stateless. */
public final class ParticipantHash {
  private ParticipantHash() {}

  /** The hash over these device addresses in any order. */
  public static String of(Collection<Jid> devices) {
    String joined =
        devices.stream()
            .map(jid -> jid.user() + ".0:" + jid.device() + "@" + jid.server())
            .sorted()
            .collect(Collectors.joining());
    byte[] hash = Hash.sha256(joined.getBytes(StandardCharsets.UTF_8));
    return "2:" + Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 6));
  }
}
