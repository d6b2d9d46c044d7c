package org.amarula.sandbox.internal.devices;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.KeyIndexList;

/** One account: its addresses, its identity key and its devices. Confined to the lane. */
public final class Account {
  private final String phone;
  private final String lid;
  private String name;
  private final KeyPair identity;
  private final DeviceIdentitySigner signer;
  private final long rawId;
  private final Bytes contactSalt;
  private final TreeMap<Integer, Device> devices = new TreeMap<>();
  private final Set<Integer> gone = new HashSet<>();
  private final Set<Account> contacts = new LinkedHashSet<>();
  private final Profile profile = new Profile();
  private int lastDevice;
  private int lastKeyIndex;

  Account(String phone, String lid, String name, SecureRandom random) {
    this.phone = phone;
    this.lid = lid;
    this.name = name;
    this.identity = KeyPair.generate(random);
    this.signer = new DeviceIdentitySigner(identity, random);
    this.rawId = 1 + random.nextInt(Integer.MAX_VALUE - 1);
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    this.contactSalt = Bytes.wrap(salt);
  }

  /** The phone number in digits. */
  public String phone() {
    return phone;
  }

  /** The hidden id, digits only. */
  public String lid() {
    return lid;
  }

  /** The owner's name, which others are notified with. */
  public String name() {
    return name;
  }

  /** Changes the owner's name. */
  public void name(String other) {
    name = other;
  }

  /** The account key: it signs companions and is the Signal identity of the phone. */
  public KeyPair identity() {
    return identity;
  }

  /** Signs companions and lists of them. */
  public DeviceIdentitySigner signer() {
    return signer;
  }

  /** The bare address on one server. */
  public Jid jid(String server) {
    return server.equals(Jid.LID) ? Jid.of(lid, Jid.LID) : Jid.of(phone, Jid.PN);
  }

  /** The salt that its phone hands to companions, for messages to contacts without a token. */
  public Bytes contactSalt() {
    return contactSalt;
  }

  /** What the owner set about itself. */
  public Profile profile() {
    return profile;
  }

  /** Whether a privacy setting of this account lets another one see or do what it guards. */
  public boolean allows(String setting, Account other) {
    String value = profile.privacy(setting);
    boolean stranger = !contacts.contains(other);
    return other == this || value.equals("all") || !value.equals("none") && !stranger;
  }

  /** The next free device id and key index, as a companion's identity to sign. */
  public DeviceIdentity nextIdentity(Instant now) {
    return new DeviceIdentity(rawId, now.getEpochSecond(), ++lastKeyIndex, false, false);
  }

  /** A device id that no companion had before. */
  public int nextDevice() {
    return ++lastDevice;
  }

  /** All devices, the phone first. */
  public Collection<Device> devices() {
    return List.copyOf(devices.values());
  }

  /** One device. */
  public Optional<Device> device(int id) {
    return Optional.ofNullable(devices.get(id));
  }

  /** Adds or replaces a device. */
  public void add(Device device) {
    devices.put(device.id(), device);
  }

  /** Forgets a device. */
  public void remove(Device device) {
    if (devices.remove(device.id(), device)) {
      gone.add(device.id());
    }
  }

  /** Whether a device with this id was forgotten: who has an old list still knows it. */
  public boolean hadDevice(int id) {
    return gone.contains(id) && !devices.containsKey(id);
  }

  /** The accounts that exchanged messages with this one. */
  public Set<Account> contacts() {
    return Set.copyOf(contacts);
  }

  /** The account among the contacts with this address. */
  public Optional<Account> contact(Jid user) {
    return contacts.stream().filter(each -> each.jid(user.server()).sameUser(user)).findFirst();
  }

  /** Notes that the two exchanged messages. */
  public void meet(Account other) {
    if (other != this) {
      contacts.add(other);
      other.contacts.add(this);
    }
  }

  /** The signed ADVSignedKeyIndexList of the companions (spec signal.md 6.4). */
  public byte[] keyIndexList(Instant now) {
    Set<Long> valid =
        devices.values().stream()
            .filter(device -> !device.isPhone())
            .map(device -> (long) device.keyIndex())
            .collect(Collectors.toSet());
    return signer.sign(new KeyIndexList(rawId, now.getEpochSecond(), lastKeyIndex, valid, false));
  }

  @Override
  public String toString() {
    return "Account[" + jid(Jid.PN).redacted() + "]";
  }
}
