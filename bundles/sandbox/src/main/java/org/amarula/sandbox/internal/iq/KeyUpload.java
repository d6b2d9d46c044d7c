package org.amarula.sandbox.internal.iq;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.keys.BigEndian;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.keys.SignedPreKey;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** Takes in pre-keys, after checking that they belong to the device (spec signal.md 2.2). */
public final class KeyUpload implements StanzaHandler {
  private final Ledger ledger;

  /** Notes what is refused. */
  public KeyUpload(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void handle(Party from, Node iq) {
    DeviceKeys keys = from.device().keys();
    byte[] registration = iq.requireChild("registration").requireBytes();
    byte[] type = iq.requireChild("type").requireBytes();
    byte[] identity = iq.requireChild("identity").requireBytes();
    if (!Arrays.equals(registration, BigEndian.of(keys.registrationId(), 4))) {
      refuse(from, iq, "registration-changed", "An upload has another registration id.");
    } else if (!Arrays.equals(type, new byte[] {5}) || !keys.identity().equals(copy(identity))) {
      refuse(from, iq, "identity-changed", "An upload has another identity or key type.");
    } else {
      store(from, iq);
    }
  }

  private void store(Party from, Node iq) {
    DeviceKeys keys = from.device().keys();
    Map<Integer, Bytes> oneTime = new LinkedHashMap<>();
    for (Node key : iq.requireChild("list").children("key")) {
      byte[] id = key.requireChild("id").requireBytes();
      byte[] value = key.requireChild("value").requireBytes();
      // signal.md 2.1: 24 bits, and 0 is not usable.
      if (id.length != 3 || BigEndian.toInt(id) == 0 || value.length != 32) {
        refuse(from, iq, "bad-pre-key", "A pre-key has a wrong length or the id 0.");
        return;
      }
      oneTime.put(BigEndian.toInt(id), copy(value));
    }
    Optional<SignedPreKey> signed = signedPreKey(from, iq, iq.requireChild("skey"));
    if (signed.isPresent()) {
      oneTime.forEach(keys::add);
      keys.rotate(signed.get());
      from.send(Answers.result(iq));
    }
  }

  /** Takes in a new signed pre-key (spec transport.md 9.3). */
  void rotate(Party from, Node iq) {
    Node skey = iq.requireChild("rotate").requireChild("skey");
    Optional<SignedPreKey> signed = signedPreKey(from, iq, skey);
    if (signed.isPresent()) {
      from.device().keys().rotate(signed.get());
      from.send(Answers.result(iq));
    }
  }

  private Optional<SignedPreKey> signedPreKey(Party from, Node iq, Node skey) {
    Optional<SignedPreKey> signed =
        SignedPreKey.of(skey).filter(key -> key.isSignedBy(from.device().keys().identity()));
    if (signed.isEmpty()) {
      refuse(from, iq, "signed-pre-key", "A signed pre-key is not signed by the identity.");
    }
    return signed;
  }

  private void refuse(Party from, Node iq, String rule, String detail) {
    Device device = from.device();
    ledger.violation(device.account().phone(), device.id(), rule, detail);
    from.send(Answers.error(iq, 406, "not-acceptable"));
  }

  private static Bytes copy(byte[] bytes) {
    return Bytes.copyOf(bytes);
  }
}
