package org.amarula.itests.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Declared accounts of one framework, paired with phones of the sandbox. To be driven by one
 * thread; the numbers may be read by any.
 */
public final class Fleet {
  private static final long PATIENCE_SECONDS = 60;

  private final EmbeddedFelix felix;
  private final Sandbox sandbox;
  private final Map<String, String> phones = new ConcurrentHashMap<>();
  private final List<String> profiles = new ArrayList<>();

  /** No account yet. */
  public Fleet(EmbeddedFelix felix, Sandbox sandbox) {
    this.felix = felix;
    this.sandbox = sandbox;
  }

  /** Declares this many new accounts, has them scanned and waits until all are online. */
  public void pair(int count) {
    List<String> fresh = new ArrayList<>();
    int place = felix.journal().size();
    for (int i = 0; i < count; i++) {
      String profile = "p%03d".formatted(profiles.size());
      profiles.add(profile);
      fresh.add(profile);
      felix.probe().declare(profile, settings());
    }
    fresh.forEach(profile -> scan(profile, place));
    awaitOnline();
  }

  /** A new phone scans the code that a profile has shown since a place in the journal. */
  public void scan(String profile, int place) {
    String qr =
        felix
            .journal()
            .await(
                place,
                profile + " shows a code",
                event -> profile.equals(event.get("profile")) && event.containsKey("qr"),
                PATIENCE_SECONDS)
            .get("qr");
    phones.put(profile, sandbox.scan(qr));
  }

  /** Takes over accounts that another framework has paired and declared on the same data. */
  public void adopt(Fleet other) {
    profiles.addAll(other.profiles);
    phones.putAll(other.phones);
  }

  /** What each account is configured with, apart from its profile. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(sandbox.settings());
    settings.put("backoff.initial.millis", "100");
    settings.put("ack.timeout.seconds", "10");
    settings.put("query.timeout.seconds", "10");
    return settings;
  }

  /** The profiles, in the order of their pairing. */
  public List<String> profiles() {
    return List.copyOf(profiles);
  }

  /** The number of the phone that a profile is linked to. */
  public String phone(String profile) {
    return phones.get(profile);
  }

  /** Waits until every account is online, by itself, and its condition tells so. */
  public void awaitOnline() {
    felix
        .journal()
        .until("all of " + profiles.size() + " are online", PATIENCE_SECONDS, this::allOnline);
  }

  private boolean allOnline() {
    Map<String, Probe.Instance> running = felix.probe().instances();
    return profiles.stream()
        .allMatch(
            profile ->
                running.containsKey(profile)
                    && running.get(profile).state().equals("online")
                    && hasCondition(profile));
  }

  // It follows the state a moment later, and a census counts it.
  private boolean hasCondition(String profile) {
    String filter = "(osgi.condition.id=amarula.online." + profile + ")";
    try {
      return felix.context().getServiceReferences((String) null, filter) != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
