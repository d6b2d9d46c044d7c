package org.amarula.sandbox.internal.devices;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.keys.DeviceKeys;

/** All accounts, found by phone number, LID or device address. Confined to the lane. */
public final class Directory {
  private static final long FIRST_PHONE = 15_550_000_001L;
  private static final long FIRST_LID = 200_000_000_000_000L;
  private static final long LID_STEP = 1_000_003;

  private final SecureRandom random;
  private final BiFunction<Account, Directory, DeviceKeys> phones;
  private final Map<String, Account> byPhone = new LinkedHashMap<>();
  private final Map<String, Account> byLid = new HashMap<>();
  private long nextPhone = FIRST_PHONE;

  /**
   * An empty directory.
   *
   * @param phones makes the phone of a new account and tells its keys
   */
  public Directory(SecureRandom random, BiFunction<Account, Directory, DeviceKeys> phones) {
    this.random = random;
    this.phones = phones;
  }

  /** The account with this phone number in digits, made with its phone when there is none. */
  public Account account(String phone, String name) {
    Account known = byPhone.get(phone);
    return known == null ? create(phone, name) : known;
  }

  /** A new account with the next free phone number. */
  public Account nextAccount(String name) {
    while (byPhone.containsKey(Long.toString(nextPhone))) {
      nextPhone++;
    }
    return create(Long.toString(nextPhone), name);
  }

  private Account create(String phone, String name) {
    String lid = Long.toString(FIRST_LID + LID_STEP * (byPhone.size() + 1));
    Account account = new Account(phone, lid, name.isEmpty() ? "Phone " + phone : name, random);
    byPhone.put(phone, account);
    byLid.put(lid, account);
    account.add(new Device(account, 0, 0, Bytes.EMPTY, Bytes.EMPTY, phones.apply(account, this)));
    return account;
  }

  /** The account with this phone number in digits. */
  public Optional<Account> find(String phone) {
    return Optional.ofNullable(byPhone.get(phone));
  }

  /** The account of a user, by PN or LID. */
  public Optional<Account> find(Jid user) {
    Jid bare = user.toUser();
    if (bare.isPn()) {
      return Optional.ofNullable(byPhone.get(bare.user()));
    }
    return bare.isLid() ? Optional.ofNullable(byLid.get(bare.user())) : Optional.empty();
  }

  /** One device, by its PN or LID address. */
  public Optional<Device> device(Jid jid) {
    return find(jid).flatMap(account -> account.device(jid.device()));
  }

  /** All accounts, oldest first. */
  public Collection<Account> accounts() {
    return Collections.unmodifiableCollection(byPhone.values());
  }
}
