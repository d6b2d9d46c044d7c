package org.amarula.sandbox.internal.stanza;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Device;

/** Which devices were behind the last participant hashes of each group. On the lane. */
final class KnownHashes {
  private static final int KEPT = 16;

  private final Map<Jid, Map<String, List<Device>>> groups = new LinkedHashMap<>();

  /** Notes a group's hash of now. */
  void add(GroupFanout fanout) {
    Map<String, List<Device>> known =
        groups.computeIfAbsent(fanout.chat(), group -> new LinkedHashMap<>());
    known.computeIfAbsent(fanout.hash(), hash -> fanout.readers());
    if (known.size() > KEPT) {
      known.remove(known.keySet().iterator().next());
    }
  }

  /** The devices that have this hash, none when it was never the group's. */
  List<Device> devices(Jid group, String hash) {
    return groups.getOrDefault(group, Map.of()).getOrDefault(hash, List.of());
  }
}
