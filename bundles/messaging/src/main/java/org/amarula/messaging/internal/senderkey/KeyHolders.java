package org.amarula.messaging.internal.senderkey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;

/**
 * Who has, or may have, our sender key of one group (spec/signal.md 4, "who has it"). Two things
 * are kept apart: a device may have the key from the moment that a stanza with it was made, and
 * then its leaving forces a new one; it surely has it when the server acknowledged that stanza, and
 * only then need it not get it again. Immutable.
 *
 * @param keyId the key's id
 * @param addressingMode the addressing mode that it was distributed under
 * @param holders the devices, named as in storage
 */
public record KeyHolders(int keyId, String addressingMode, Map<Jid, Holder> holders) {
  /**
   * One device.
   *
   * @param identity a hash of the identity that the key was encrypted to
   * @param confirmed whether it surely has the key
   */
  public record Holder(Bytes identity, boolean confirmed) {}

  /** Keeps a copy. */
  public KeyHolders {
    holders = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(holders));
  }

  /** Nobody has the key with this id. */
  public static KeyHolders none(int keyId, String addressingMode) {
    return new KeyHolders(keyId, addressingMode, Map.of());
  }

  /** Whether a device surely has the key. */
  public boolean isConfirmed(Jid device) {
    Holder holder = holders.get(device);
    return holder != null && holder.confirmed();
  }

  /** With devices that may have it from now on. */
  public KeyHolders with(Map<Jid, Bytes> identities) {
    Map<Jid, Holder> more = new LinkedHashMap<>(holders);
    identities.forEach((device, identity) -> more.put(device, new Holder(identity, false)));
    return new KeyHolders(keyId, addressingMode, more);
  }

  /** With those of these devices that may have it as ones that surely do, or the reverse. */
  public KeyHolders marked(Set<Jid> devices, boolean confirmed) {
    Map<Jid, Holder> marked = new LinkedHashMap<>(holders);
    marked.replaceAll(
        (device, holder) ->
            devices.contains(device) ? new Holder(holder.identity(), confirmed) : holder);
    return new KeyHolders(keyId, addressingMode, marked);
  }

  @Override
  public String toString() {
    return "KeyHolders[" + holders.size() + "]";
  }
}
