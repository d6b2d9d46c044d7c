package org.amarula.messaging.internal.server;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;

/** One account at the server: its key, and its devices with their keys and queues. */
final class ServerAccount {
  final Jid pn;
  final Jid lid;
  final Map<Integer, Endpoint> devices = new LinkedHashMap<>();
  final Map<Integer, DeviceKeys> keys = new LinkedHashMap<>();
  final Map<Integer, List<Node>> queues = new LinkedHashMap<>(); // what is not answered
  private KeyPair key;

  ServerAccount(Jid pn, Jid lid) {
    this.pn = pn;
    this.lid = lid;
  }

  void add(Endpoint device, SecureRandom random) {
    int id = device.pn().device();
    if (id == 0) {
      key = device.credentials().identity();
    }
    device.paired(Vouching.of(key, device, random), Bytes.wrap(key.publicKey()));
    devices.put(id, device);
    keys.put(id, new DeviceKeys(device.credentials().paired().orElseThrow()));
    queues.put(id, new ArrayList<>());
  }

  /** The stanza of a queue that is answered. */
  static Optional<Node> find(List<Node> queue, String tag, Node answer) {
    return queue.stream()
        .filter(stanza -> stanza.is(tag) && named(stanza, "from").equals(named(answer, "to")))
        .findFirst();
  }

  private static List<Optional<String>> named(Node node, String other) {
    return List.of(node.attribute("id"), node.attribute("participant"), node.attribute(other));
  }
}
