package org.amarula.sandbox.internal.keys;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;

/**
 * The public keys of one device (spec signal.md 11). One-time keys go out in the order in which
 * they came, each once. Confined to the lane.
 */
public final class DeviceKeys {
  /** With fewer one-time keys than this the device is told. */
  public static final int LOW = 5;

  private final int registrationId;
  private final Bytes identity;
  private SignedPreKey signedPreKey;
  private final Map<Integer, Bytes> oneTime = new LinkedHashMap<>();

  /** Keys of a device that has uploaded no one-time key yet. */
  public DeviceKeys(int registrationId, Bytes identity, SignedPreKey signedPreKey) {
    this.registrationId = registrationId;
    this.identity = identity;
    this.signedPreKey = signedPreKey;
  }

  public Bytes identity() {
    return identity;
  }

  public int registrationId() {
    return registrationId;
  }

  public SignedPreKey signedPreKey() {
    return signedPreKey;
  }

  /** Replaces the signed pre-key. */
  public void rotate(SignedPreKey next) {
    signedPreKey = next;
  }

  /** Adds a one-time key or replaces that of the same id. */
  public void add(int id, Bytes publicKey) {
    oneTime.put(id, publicKey);
  }

  /** How many one-time keys are left. */
  public int count() {
    return oneTime.size();
  }

  /** The children of a key bundle, with the oldest one-time key where there is one and wanted. */
  public List<Node> bundle(boolean forged, boolean withOneTime) {
    List<Node> bundle = new ArrayList<>();
    bundle.add(element("registration", BigEndian.of(registrationId, 4)));
    bundle.add(element("type", new byte[] {5}));
    bundle.add(element("identity", identity.toArray()));
    bundle.add(signedPreKey.toNode(forged));
    if (withOneTime) {
      takeOneTime().ifPresent(key -> bundle.add(key.toNode()));
    }
    return bundle;
  }

  /** Takes the oldest one-time key; nothing when none is left, and three agreements must do. */
  public Optional<OneTimeKey> takeOneTime() {
    Iterator<Map.Entry<Integer, Bytes>> oldest = oneTime.entrySet().iterator();
    if (!oldest.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<Integer, Bytes> key = oldest.next();
    oldest.remove();
    return Optional.of(new OneTimeKey(key.getKey(), key.getValue()));
  }

  private static Node element(String tag, byte[] content) {
    return Node.builder(tag).bytes(content).build();
  }
}
