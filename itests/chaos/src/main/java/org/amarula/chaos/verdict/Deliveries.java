package org.amarula.chaos.verdict;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the server accepted against what the consumer was told. */
final class Deliveries {
  static final String REPEATS_FLAGGED = "every repeat was flagged";
  static final String ONCE_AFTER_DEDUPE = "after dedupe every message is there once";
  private static final String PHONE = ":0";

  private final Evidence evidence;
  private final Map<String, String> profiles = new HashMap<>();
  private final Map<String, Set<String>> due = new LinkedHashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Set<String>> told = new HashMap<>();
  private final List<String> incomplete = new ArrayList<>();
  private final List<String> acceptedTwice = new ArrayList<>();
  private int messages;
  private int repeats;

  Deliveries(Evidence evidence) {
    this.evidence = evidence;
    Evidence.of(evidence.events(), "account")
        .forEach(a -> profiles.put(Evidence.text(a, "phone"), Evidence.text(a, "profile")));
    Evidence.of(evidence.ledger(), "accepted").forEach(this::accepted);
    Evidence.of(evidence.ledger(), "read")
        .forEach(read -> texts.putIfAbsent(Evidence.text(read, "id"), Evidence.text(read, "text")));
  }

  private void accepted(JsonObject line) {
    String id = Evidence.text(line, "id");
    if (Evidence.flag(line, "resend")) {
      return; // the same message again for a device that asked
    }
    messages++;
    if (due.containsKey(id)) {
      acceptedTwice.add(id);
    }
    Set<String> copies = strings(line, "copies");
    for (String device : strings(line, "devices")) {
      if (!copies.contains(device)) {
        incomplete.add(id + " has no copy for " + device);
      }
    }
    Set<String> accounts = due.computeIfAbsent(id, unused -> new LinkedHashSet<>());
    copies.stream()
        .filter(device -> !device.endsWith(PHONE))
        .map(device -> profiles.get(device.substring(0, device.indexOf(':'))))
        .forEach(accounts::add);
  }

  private static Set<String> strings(JsonObject line, String field) {
    Set<String> all = new LinkedHashSet<>();
    for (JsonElement element : line.getAsJsonArray(field)) {
      all.add(element.getAsString());
    }
    return all;
  }

  /** The ids that the server accepted. */
  Set<String> acceptedIds() {
    return due.keySet();
  }

  /** The text of a message by its id, as a phone read it or the consumer was told. */
  Map<String, String> texts() {
    return texts;
  }

  int messages() {
    return messages;
  }

  /** How many messages were told again, flagged. */
  int repeats() {
    return repeats;
  }

  /** Compares; learns the texts that no phone could read. */
  List<Check> checks() {
    List<String> unflagged = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    Map<String, String> keys = new HashMap<>();
    for (JsonObject line : evidence.received()) {
      String place = Evidence.text(line, "account") + " " + Evidence.text(line, "id");
      if (!shown.add(place)) {
        repeats++;
        if (!Evidence.flag(line, "redelivered")) {
          unflagged.add(place);
        }
      }
      String key = Evidence.text(line, "chat") + " " + Evidence.text(line, "author");
      if (!keys.computeIfAbsent(place, unused -> key).equals(key)) {
        twice.add(place + " came with two keys to dedupe by");
      }
      check(line, strange);
      if (Evidence.text(line, "event").equals("received")) {
        told.computeIfAbsent(Evidence.text(line, "id"), unused -> new HashSet<>())
            .add(Evidence.text(line, "account"));
      }
    }
    twice.addAll(sameTextTwice());
    return List.of(
        new Check(Verdict.NOTHING_LOST, lost()),
        new Check(REPEATS_FLAGGED, unflagged),
        new Check(ONCE_AFTER_DEDUPE, twice),
        new Check("what was delivered is what the server accepted", strange),
        new Check("each message had a copy for every device", incomplete),
        new Check("the server accepted no id twice", acceptedTwice));
  }

  private void check(JsonObject line, List<String> strange) {
    String id = Evidence.text(line, "id");
    String text = Evidence.text(line, "text");
    if (!due.containsKey(id)) {
      strange.add(id + " was never accepted");
    } else if (!texts.computeIfAbsent(id, unused -> text).equals(text)) {
      strange.add(id + " has another text than the phone read");
    }
  }

  private List<String> lost() {
    List<String> lost = new ArrayList<>();
    due.forEach(
        (id, accounts) -> {
          for (String account : accounts) {
            if (!told.getOrDefault(id, Set.of()).contains(account)) {
              lost.add(id + " (" + texts.getOrDefault(id, "unread") + ") at " + account);
            }
          }
        });
    return lost;
  }

  /** A text is written once: under two ids nobody could tell that it is the same message. */
  private List<String> sameTextTwice() {
    List<String> twice = new ArrayList<>();
    Map<String, String> ids = new HashMap<>();
    for (String id : due.keySet()) {
      String text = texts.get(id);
      String other = text == null ? null : ids.putIfAbsent(text, id);
      if (other != null) {
        twice.add(text + " was accepted as " + other + " and as " + id);
      }
    }
    return twice;
  }
}
