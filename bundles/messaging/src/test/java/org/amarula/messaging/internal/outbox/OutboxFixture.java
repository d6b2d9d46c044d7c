package org.amarula.messaging.internal.outbox;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Profile;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.internal.server.FaultyStorage;
import org.amarula.messaging.internal.server.ManualTimer;
import org.amarula.messaging.internal.server.Steps;
import org.amarula.messaging.internal.server.TestClock;
import org.amarula.storage.MemoryStorage;

/** The outbox alone, with a carrier that does what a test says. */
abstract class OutboxFixture {
  final Steps steps = new Steps();
  final TestClock clock = new TestClock();
  final ManualTimer timer = new ManualTimer();
  final FaultyStorage storage = new FaultyStorage(new MemoryStorage().open(Profile.of("alice")));
  final List<Event> events = new ArrayList<>();
  final Map<String, CompletableFuture<SendResult>> tries = new TreeMap<>();
  final List<OutboxMessage> carried = new ArrayList<>();
  StoredOutbox outbox = open();

  StoredOutbox open() {
    OutboxSettings settings = new OutboxSettings(storage, events::add, steps, timer, clock);
    return new StoredOutbox(settings, new SecureRandom());
  }

  // The process dies: whatever was begun is never heard of again.
  void reopen() {
    steps.run();
    outbox = open();
  }

  Object login() {
    Object mark =
        outbox.online(
            message -> {
              carried.add(message);
              CompletableFuture<SendResult> end = new CompletableFuture<>();
              tries.put(message.id(), end);
              return end;
            },
            "1001");
    steps.run();
    return mark;
  }

  CompletableFuture<SendResult> send(Jid to, String text) {
    CompletableFuture<SendResult> sent =
        outbox.accept(to, List.of(), new Text(text), SendOptions.durable()).toCompletableFuture();
    steps.run();
    return sent;
  }

  String id(int entry) {
    return outbox.entries().get(entry).id();
  }

  void fails(String id, Throwable error) {
    tries.remove(id).completeExceptionally(error);
    steps.run();
  }

  void answer(String id, SendResult result) {
    tries.remove(id).complete(result);
    steps.run();
  }

  void rest() {
    timer.fire();
    steps.run();
  }

  List<String> texts() {
    return carried.stream().map(message -> ((Text) message.content()).text()).toList();
  }
}
