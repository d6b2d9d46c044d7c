package org.amarula.sandbox.internal.devices;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an account's owner set about itself (spec features.md 5). Confined to the lane. */
public final class Profile {
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "last", Set.of("all", "contacts", "contact_blacklist", "none"),
          "profile", Set.of("all", "contacts", "contact_blacklist", "none"),
          "status", Set.of("all", "contacts", "contact_blacklist", "none"),
          "groupadd", Set.of("all", "contacts", "contact_blacklist", "none"),
          "online", Set.of("all", "match_last_seen"),
          "readreceipts", Set.of("all", "none"),
          "calladd", Set.of("all", "known"),
          "messages", Set.of("all", "contacts"));

  private final Map<String, String> privacy = new LinkedHashMap<>();
  private final Set<Account> blocked = new LinkedHashSet<>();

  Profile() {
    for (String name :
        new String[] {
          "last", "online", "profile", "status", "readreceipts", "groupadd", "calladd", "messages"
        }) {
      privacy.put(name, "all");
    }
  }

  /** All privacy settings by name. */
  public Map<String, String> privacy() {
    return Map.copyOf(privacy);
  }

  /** One privacy setting, {@code all} when it is unknown. */
  public String privacy(String name) {
    return privacy.getOrDefault(name, "all");
  }

  /** Changes a privacy setting; false when it has no such value. */
  public boolean privacy(String name, String value) {
    boolean known = Optional.ofNullable(VALUES.get(name)).orElse(Set.of()).contains(value);
    if (known) {
      privacy.put(name, value);
    }
    return known;
  }

  /** Whom the owner blocked. */
  public Set<Account> blocked() {
    return Set.copyOf(blocked);
  }

  /** Blocks or unblocks somebody. */
  public void block(Account other, boolean block) {
    if (block) {
      blocked.add(other);
    } else {
      blocked.remove(other);
    }
  }
}
