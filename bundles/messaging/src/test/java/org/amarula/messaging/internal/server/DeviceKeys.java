package org.amarula.messaging.internal.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.connection.Credentials;

/** What the server keeps of one device's keys; a one-time key is handed out once. */
public final class DeviceKeys {
  private final Credentials.Link link;
  private final Map<String, Bytes> values = new HashMap<>();
  private final Deque<Node> oneTime = new ArrayDeque<>();
  private Node upload;
  private Node signed;
  private int uploads;

  DeviceKeys(Credentials.Link link) {
    this.link = link;
  }

  void upload(Node iq) {
    upload = iq;
    signed = iq.requireChild("skey");
    uploads++;
    for (Node key : iq.requireChild("list").children("key")) {
      String id = Bytes.wrap(key.requireChild("id").requireBytes()).toHex();
      Bytes value = Bytes.wrap(key.requireChild("value").requireBytes());
      Bytes before = values.put(id, value);
      if (before != null && !before.equals(value)) {
        throw new AssertionError("The key id " + id + " came with two keys.");
      }
      if (before == null) {
        oneTime.add(key);
      }
    }
  }

  void rotate(Node skey) {
    signed = skey;
  }

  /** The id of the signed pre-key that is handed out. */
  public int signedId() {
    byte[] id = signed.requireChild("id").requireBytes();
    return (id[0] & 0xff) << 16 | (id[1] & 0xff) << 8 | id[2] & 0xff;
  }

  /** How many one-time keys are left. */
  public int left() {
    return oneTime.size();
  }

  /** How many uploads came. */
  public int uploads() {
    return uploads;
  }

  /** How many different keys came. */
  public int known() {
    return values.size();
  }

  /** Hands out all but some of the one-time keys. */
  public void leave(int count) {
    while (oneTime.size() > count) {
      oneTime.remove();
    }
  }

  /** Forgets everything. */
  public void lose() {
    oneTime.clear();
    upload = null;
  }

  boolean isEmpty() {
    return upload == null;
  }

  Node bundle(Jid jid) {
    NodeBuilder user = Node.builder("user").attribute("jid", jid);
    for (String part : new String[] {"registration", "type", "identity"}) {
      user.child(upload.requireChild(part));
    }
    user.child(signed);
    if (!oneTime.isEmpty()) {
      user.child(oneTime.remove());
    }
    if (jid.device() != 0) {
      byte[] identity = link.signedIdentity().toArray();
      user.child(Node.builder("device-identity").bytes(identity).build());
    }
    return user.build();
  }
}
