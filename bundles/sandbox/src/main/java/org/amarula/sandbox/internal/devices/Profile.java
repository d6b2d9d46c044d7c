package org.amarula.sandbox.internal.devices;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an account's owner set about itself (spec features.md 5). Confined to the lane. */
public final class Profile {
  private static final Set<String> AUDIENCE =
      Set.of("all", "contacts", "contact_blacklist", "none");
  private static final Map<String, Set<String>> VALUES = values();

  private final Map<String, String> privacy = new LinkedHashMap<>();
  private final Set<Account> blocked = new LinkedHashSet<>();
  private String about = "";
  private Instant aboutSince = Instant.EPOCH;
  private Picture picture;
  private long disappearing;
  private Instant disappearingSince = Instant.EPOCH;
  private Instant lastSeen = Instant.EPOCH;
  private int blocklistVersion;

  Profile() {
    VALUES.keySet().forEach(name -> privacy.put(name, "all"));
  }

  private static Map<String, Set<String>> values() {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (String name : new String[] {"last", "profile", "status", "groupadd"}) {
      values.put(name, AUDIENCE);
    }
    values.put("online", Set.of("all", "match_last_seen"));
    values.put("readreceipts", Set.of("all", "none"));
    values.put("calladd", Set.of("all", "known"));
    values.put("messages", Set.of("all", "contacts"));
    values.put("defense", Set.of("all", "on_standard", "off"));
    return values;
  }

  /** All privacy settings by name, in a fixed order. */
  public Map<String, String> privacy() {
    return new LinkedHashMap<>(privacy);
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

  /** Whether the owner blocked this account. */
  public boolean blocks(Account other) {
    return blocked.contains(other);
  }

  /** Blocks or unblocks somebody. */
  public void block(Account other, boolean block) {
    blocklistVersion++;
    if (block) {
      blocked.add(other);
    } else {
      blocked.remove(other);
    }
  }

  /** Names the present state of the list of the blocked. */
  public String blocklistHash() {
    return "b" + blocklistVersion;
  }

  /** The about text, empty when there is none. */
  public String about() {
    return about;
  }

  /** When the about text was set. */
  public Instant aboutSince() {
    return aboutSince;
  }

  /** Changes the about text. */
  public void about(String text, Instant now) {
    about = text;
    aboutSince = now;
  }

  /** The picture, if there is one. */
  public Optional<Picture> picture() {
    return Optional.ofNullable(picture);
  }

  /** Changes the picture. */
  public void picture(Picture other) {
    picture = other;
  }

  /** Removes the picture. */
  public void noPicture() {
    picture = null;
  }

  /** The timer of new chats in seconds, 0 for none. */
  public long disappearing() {
    return disappearing;
  }

  /** When the timer was set. */
  public Instant disappearingSince() {
    return disappearingSince;
  }

  /** Changes the timer of new chats. */
  public void disappearing(long seconds, Instant now) {
    disappearing = seconds;
    disappearingSince = now;
  }

  /** When the account was last available, the epoch for never. */
  public Instant lastSeen() {
    return lastSeen;
  }

  /** The account was available until now. */
  public void lastSeen(Instant now) {
    lastSeen = now;
  }
}
