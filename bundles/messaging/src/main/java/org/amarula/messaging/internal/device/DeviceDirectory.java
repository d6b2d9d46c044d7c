package org.amarula.messaging.internal.device;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.Bytes;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.device.OpenQuestions.Question;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.session.SessionTable;

/**
 * The devices of users: from the cache while it is younger than a day, else from the server.
 * Queries for one user are shared, and no answer to one of before a change is kept. Thread-safe.
 */
public final class DeviceDirectory {
  private static final Duration LIFE = Duration.ofHours(24); // spec/signal.md 6.2, D-19

  private final ProfileStorage storage;
  private final DeviceTable table;
  private final SessionTable sessions;
  private final Mappings mappings;
  private final AddressBook book;
  private final Custody custody;
  private final EventSink events;
  private final Executor workers;
  private final Clock clock;
  private final OpenQuestions questions = new OpenQuestions();

  /** A directory on {@code storage}. */
  public DeviceDirectory(
      ProfileStorage storage,
      Mappings mappings,
      AddressBook book,
      Custody custody,
      EventSink events,
      Executor workers,
      Clock clock) {
    this.storage = storage;
    this.table = new DeviceTable(storage);
    this.sessions = new SessionTable(storage);
    this.mappings = mappings;
    this.book = book;
    this.custody = custody;
    this.events = events;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * The device lists of those users that the server knows. A PN without a known LID makes it ask,
   * since the answer tells the LID; afterwards the mapping is known.
   */
  public CompletionStage<Map<Jid, DeviceList>> find(Link link, Collection<Jid> users) {
    return CompletableFuture.supplyAsync(() -> cached(users), workers)
        .thenCompose(cached -> complete(link, users, cached));
  }

  /** Forgets the lists of some users; the next look-up asks the server. */
  public CompletionStage<Void> forget(Collection<Jid> users) {
    return custody.runAll(
        users,
        () -> {
          Batch.Builder batch = Batch.builder();
          users.forEach(user -> forget(batch, mappings.canonical(user)));
          return storage.commit(batch.build());
        });
  }

  /** Adds to {@code batch} that a user's list is forgotten; in the user's custody. */
  void forget(Batch.Builder batch, Jid name) {
    changed(name);
    table.delete(batch, name);
  }

  /** A user's devices have changed: what was asked before is not kept; in the user's custody. */
  void changed(Jid name) {
    questions.changed(mappings.names(name));
  }

  private Map<Jid, DeviceList> cached(Collection<Jid> users) {
    mappings.read(users);
    Map<Jid, DeviceList> kept = table.find(users.stream().map(mappings::canonical).toList());
    Map<Jid, DeviceList> fresh = new LinkedHashMap<>();
    for (Jid user : users) {
      DeviceList list = kept.get(mappings.canonical(user));
      if (list != null && list.learnedAt().plus(LIFE).isAfter(clock.instant())) {
        fresh.put(user, list);
      }
    }
    return fresh;
  }

  private CompletionStage<Map<Jid, DeviceList>> complete(
      Link link, Collection<Jid> users, Map<Jid, DeviceList> cached) {
    List<Jid> missing = users.stream().filter(user -> !cached.containsKey(user)).toList();
    List<Question> fresh = new ArrayList<>();
    List<Question> all = questions.join(missing, fresh);
    if (!fresh.isEmpty()) {
      query(link, fresh);
    }
    List<CompletionStage<Optional<DeviceList>>> answers = new ArrayList<>();
    all.forEach(question -> answers.add(question.answer()));
    return Stages.all(answers)
        .thenApply(
            lists -> {
              Map<Jid, DeviceList> found = new LinkedHashMap<>(cached);
              for (int i = 0; i < lists.size(); i++) {
                Jid user = all.get(i).user();
                lists.get(i).ifPresent(list -> found.put(user, list));
              }
              return found;
            });
  }

  /** Asks in queries of bounded size and keeps all answers in one batch. */
  private void query(Link link, List<Question> asked) {
    List<CompletionStage<Map<Jid, Usync.Answer>>> parts = new ArrayList<>();
    for (int i = 0; i < asked.size(); i += Usync.BATCH) {
      List<Jid> part =
          asked.subList(i, Math.min(asked.size(), i + Usync.BATCH)).stream()
              .map(Question::user)
              .toList();
      parts.add(
          Stages.begin(() -> link.stream().query(Usync.query(link.stream().nextId(), part)))
              .thenApply(Usync::read));
    }
    Stages.all(parts)
        .thenCompose(
            replies -> {
              Map<Jid, Usync.Answer> all = new LinkedHashMap<>();
              replies.forEach(all::putAll);
              return keep(link, asked, all);
            })
        .whenComplete(
            (lists, error) -> {
              for (Question question : asked) {
                questions.end(question);
                if (error != null) {
                  question.answer().completeExceptionally(Stages.cause(error));
                } else {
                  question.answer().complete(Optional.ofNullable(lists.get(question.user())));
                }
              }
            });
  }

  private CompletionStage<Map<Jid, DeviceList>> keep(
      Link link, List<Question> asked, Map<Jid, Usync.Answer> answers) {
    Map<Jid, DeviceList> lists = new LinkedHashMap<>();
    Map<Jid, Jid> pairs = new LinkedHashMap<>();
    List<Question> answered =
        asked.stream().filter(question -> answers.containsKey(question.user())).toList();
    List<Jid> known = answered.stream().map(Question::user).toList();
    known.forEach(user -> answers.get(user).lid().ifPresent(lid -> pairs.put(user, lid)));
    return book.learn(
            pairs,
            known,
            (batch, named) -> {
              lists.clear(); // it may be called again
              List<Jid> names = known.stream().map(named).toList();
              Before before =
                  new Before(table.find(names), KeyIndexStamp.read(storage, names), batch);
              for (Question question : answered) {
                Jid user = question.user();
                Jid name = named.apply(user);
                Optional<DeviceList> list = list(link, name, answers.get(user), before);
                list.ifPresent(found -> lists.put(user, found));
                list.filter(found -> !question.isOutdated())
                    .ifPresent(found -> table.put(batch, name, found));
              }
            })
        .thenApply(none -> lists);
  }

  /** What was known of the users, and where what is learnt goes. */
  private record Before(
      Map<Jid, DeviceList> lists, Map<Jid, KeyIndexStamp> stamps, Batch.Builder batch) {}

  private Optional<DeviceList> list(Link link, Jid name, Usync.Answer answer, Before before) {
    if (!answer.known()) {
      return Optional.empty();
    }
    List<Device> devices = answer.devices();
    if (answer.keyIndexes().isPresent()) {
      DeviceList list = before.lists().get(name);
      KeyIndexStamp stamp = before.stamps().getOrDefault(name, KeyIndexStamp.NONE);
      List<Device> cached = list == null ? List.of() : list.devices();
      KeyIndexCheck.Result result =
          new KeyIndexCheck(phoneIdentity(link, name), cached, stamp)
              .check(devices, answer.keyIndexes().get());
      devices = result.devices();
      if (!result.stamp().equals(stamp)) {
        result.stamp().put(before.batch(), name);
      }
      if (result.anew()) {
        // Kept for the backlog, as after a new identity (9.3); the next message starts anew.
        for (Jid device : sessions.devices(name)) {
          sessions.put(before.batch(), device, sessions.load(device).archiveCurrent());
        }
      }
      if (!result.failed().isEmpty()) {
        events.deliver(new DeviceRefused(name, result.failed()));
      }
    }
    return Optional.of(new DeviceList(devices, clock.instant(), answer.hash()));
  }

  private Optional<Bytes> phoneIdentity(Link link, Jid name) {
    if (link.own().isOwn(name)) {
      byte[] key = new byte[33];
      key[0] = 5;
      System.arraycopy(link.accountKey().toArray(), 0, key, 1, 32);
      return Optional.of(Bytes.wrap(key));
    }
    return sessions.identity(name.withDevice(0));
  }
}
