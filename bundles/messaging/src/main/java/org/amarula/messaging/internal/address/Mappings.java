package org.amarula.messaging.internal.address;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.store.Tables;

/**
 * Which PN and LID are one user. Thread-safe; a look-up may block for local I/O. What was looked up
 * is remembered, the least used forgotten first.
 */
public final class Mappings {
  private static final int REMEMBERED = 4096;
  private static final Jid UNKNOWN = Jid.of("unknown", "invalid");

  private final ProfileStorage storage;
  private final BiConsumer<Jid, Jid> listener;
  private final Map<Jid, Jid> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Jid, Jid> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** The mappings in {@code storage}. */
  public Mappings(ProfileStorage storage) {
    this(storage, (pn, lid) -> {});
  }

  /**
   * The mappings in {@code storage}.
   *
   * @param listener is told each PN and LID that is learnt, once that is durable; throws nothing
   */
  public Mappings(ProfileStorage storage, BiConsumer<Jid, Jid> listener) {
    this.storage = storage;
    this.listener = listener;
  }

  /** Remembers nothing of what was, as after the account was linked anew. */
  public void forget() {
    known.clear();
  }

  /** The other name of an account: the LID of a PN, the PN of a LID. */
  public Optional<Jid> other(Jid account) {
    Jid found = known.get(account);
    if (found == null) {
      found = read(account);
      // A mapping learnt meanwhile wins over what was read before it.
      Jid raced = known.putIfAbsent(account, found);
      found = raced == null ? found : raced;
    }
    return found.equals(UNKNOWN) ? Optional.empty() : Optional.of(found);
  }

  /** The other name of an account as far as it is remembered; never blocks. */
  public Optional<Jid> remembered(Jid account) {
    return Optional.ofNullable(known.get(account)).filter(name -> !name.equals(UNKNOWN));
  }

  /** Reads what is not remembered of several accounts, in one read. */
  public void read(Collection<Jid> users) {
    List<Jid> missing =
        users.stream()
            .map(Accounts::of)
            .filter(account -> account.isPn() && !known.containsKey(account))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    Map<String, Bytes> rows =
        storage.read(Tables.MAPPING, missing.stream().map(Jid::toString).toList());
    for (Jid account : missing) {
      Bytes row = rows.get(account.toString());
      known.putIfAbsent(account, row == null ? UNKNOWN : MappingRows.parse(row).lid());
    }
  }

  /** The name under which an account is kept: its LID when that is known (spec/signal.md 8.2). */
  public Jid canonical(Jid anyDevice) {
    Jid account = Accounts.of(anyDevice);
    return account.isPn() ? other(account).orElse(account) : account;
  }

  /** The name under which a device is kept. */
  public Jid canonicalDevice(Jid device) {
    return Accounts.deviceOf(canonical(device), device);
  }

  /** A device, or account, under each name of its user; the one it is kept under comes first. */
  public List<Jid> names(Jid device) {
    Jid kept = canonicalDevice(device);
    return other(Accounts.of(kept))
        .map(other -> List.of(kept, Accounts.deviceOf(other, device)))
        .orElse(List.of(kept));
  }

  /** Whether two names are of one account. */
  public boolean same(Jid one, Jid another) {
    return canonical(one).equals(canonical(another));
  }

  void learnt(Jid pn, Jid lid) {
    other(pn).ifPresent(former -> known.put(former, UNKNOWN));
    other(lid).ifPresent(former -> known.put(former, UNKNOWN));
    known.put(pn, lid);
    known.put(lid, pn);
    listener.accept(pn, lid);
  }

  private Jid read(Jid account) {
    Optional<Jid> found =
        storage
            .read(Tables.MAPPING, account.toString())
            .map(MappingRows::parse)
            .map(mapping -> account.isLid() ? mapping.pn() : mapping.lid());
    found.ifPresent(other -> known.putIfAbsent(other, account));
    return found.orElse(UNKNOWN);
  }
}
