package org.amarula.itests.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.amarula.itests.harness.EmbeddedFelix;
import org.amarula.itests.harness.Fleet;
import org.amarula.itests.harness.Sandbox;

/**
 * Sends numbered texts between the accounts and compares what became of them with what the probe
 * was told. Thread-safe.
 */
final class Mail {
  private static final long PATIENCE_SECONDS = 60;

  private final EmbeddedFelix felix;
  private final Sandbox sandbox;
  private final Fleet fleet;
  private final List<Sent> all = new ArrayList<>(); // guarded by this
  private int number; // guarded by this

  Mail(EmbeddedFelix felix, Sandbox sandbox, Fleet fleet) {
    this.felix = felix;
    this.sandbox = sandbox;
    this.fleet = fleet;
  }

  /** A sent text and what its sender was answered. */
  private record Sent(String to, String text, String answer) {
    boolean accepted() {
      return answer.startsWith("accepted");
    }
  }

  /** An account's phone writes to another account; the server takes it whatever happens here. */
  void byPhone(String from, String to) {
    String text = next("phone");
    String id = sandbox.send(fleet.phone(from), fleet.phone(to), text);
    note(new Sent(to, text, "accepted " + id));
  }

  /** The consumer writes by an account's connection, which may be gone at this moment. */
  void byAccount(String from, String to) {
    String text = next("account");
    note(new Sent(to, text, felix.probe().send(from, fleet.phone(to), text)));
  }

  private synchronized String next(String kind) {
    return kind + "-" + ++number;
  }

  private synchronized void note(Sent sent) {
    all.add(sent);
  }

  private synchronized List<Sent> sent() {
    return List.copyOf(all);
  }

  private Set<String> wanted() {
    Set<String> wanted = new HashSet<>();
    sent().stream().filter(Sent::accepted).forEach(each -> wanted.add(key(each.to(), each.text())));
    return wanted;
  }

  /** Each text that was accepted has come, no other has come untold, repetitions were flagged. */
  void verify() {
    List<Sent> sent = sent();
    Set<String> wanted = wanted();
    awaitAll(wanted);
    Map<String, Integer> unflagged = new HashMap<>();
    for (Map<String, String> event : felix.journal().from(0, "MessageReceived")) {
      if (event.get("redelivered").equals("false")) {
        unflagged.merge(key(event.get("profile"), event.get("text")), 1, Integer::sum);
      }
    }
    assertThat(unflagged).as("repetitions are flagged").allSatisfy((k, n) -> assertThat(n).isOne());
    judgeFailures(sent);
    Report.add("messages", wanted.size());
    Report.add("lost", 0);
  }

  private void awaitAll(Set<String> wanted) {
    try {
      felix
          .journal()
          .until("all messages have come", PATIENCE_SECONDS, () -> told().containsAll(wanted));
    } catch (AssertionError e) {
      Set<String> lost = new TreeSet<>(wanted);
      lost.removeAll(told());
      Report.add("lost", lost.size());
      throw new AssertionError("Lost of " + wanted.size() + " accepted messages: " + lost, e);
    }
  }

  private void judgeFailures(List<Sent> sent) {
    Set<String> told = told();
    assertThat(sent.stream().filter(each -> each.answer().startsWith("hung"))).isEmpty();
    List<Sent> untrue =
        sent.stream()
            .filter(each -> each.answer().startsWith("failed"))
            .filter(each -> told.contains(key(each.to(), each.text())))
            .toList();
    assertThat(untrue).as("failed, and yet it came").isEmpty();
    Report.add("sendsFailed", sent.stream().filter(s -> s.answer().startsWith("failed")).count());
    Report.add("sendsUnknown", sent.stream().filter(s -> s.answer().startsWith("unknown")).count());
  }

  private Set<String> told() {
    Set<String> told = new HashSet<>();
    felix
        .journal()
        .from(0, "MessageReceived")
        .forEach(event -> told.add(key(event.get("profile"), event.get("text"))));
    return told;
  }

  private static String key(String profile, String text) {
    return profile + " " + text;
  }
}
