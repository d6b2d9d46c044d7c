package org.amarula.testing.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.api.jid.Jid;

/** Who and what the addresses of a sandbox stand for. Thread-safe. */
public final class People {
  private final Map<Jid, String> keys = new ConcurrentHashMap<>();
  private final Map<String, String> names = new ConcurrentHashMap<>();

  /** Notes an account; its key is its phone number. */
  public void account(String name, String phone, String lid) {
    keys.put(Jid.of(phone, Jid.PN), phone);
    keys.put(Jid.of(lid, Jid.LID), phone);
    names.put(phone, name);
  }

  /** Notes a group; its key is its address. */
  public void group(String subject, String address) {
    names.put(address, subject);
  }

  /** Whether this key is a group's. */
  public boolean isGroup(String key) {
    return Jid.tryParse(key).filter(Jid::isGroup).isPresent();
  }

  /** One word for all addresses of an account or group. */
  public String key(String address) {
    return Jid.tryParse(address).map(this::key).orElse(address);
  }

  private String key(Jid address) {
    return keys.getOrDefault(address.toAccount(), address.toAccount().toString());
  }

  /** The name of an account or group, by its key. */
  public String name(String key) {
    return names.getOrDefault(key, key);
  }

  /** The text with the hidden ids of known accounts as names, as phones show mentions. */
  public String withNames(String text) {
    String shown = text;
    for (Map.Entry<Jid, String> each : keys.entrySet()) {
      shown = shown.replace("@" + each.getKey().user(), "@" + name(each.getValue()));
    }
    return shown;
  }
}
