package org.amarula.messaging.internal.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.amarula.api.ProtocolException;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;

/**
 * The metadata of groups: from the cache until the server tells of a change, else from the server.
 * Queries for one group are shared. What an answer tells of a group is not kept when a change of
 * the group became known after the question. Thread-safe.
 */
public final class GroupDirectory {
  private final ProfileStorage storage;
  private final GroupTable table;
  private final AddressBook book;
  private final Executor workers;
  private final Map<Jid, CompletableFuture<GroupMetadata>> asked =
      new HashMap<>(); // guarded by itself
  private final Set<Question> open = new HashSet<>(); // guarded by asked

  /** A question to the server, until its answer is kept. */
  private static final class Question {
    private final Set<Jid> changed = new HashSet<>(); // since it was asked; guarded by asked
  }

  /** A directory on {@code storage}. */
  public GroupDirectory(
      ProfileStorage storage, GroupTable table, AddressBook book, Executor workers) {
    this.storage = storage;
    this.table = table;
    this.book = book;
    this.workers = workers;
  }

  /**
   * A group's metadata. Fails with {@link org.amarula.api.RequestRejectedException} when the server
   * does not tell it.
   */
  public CompletionStage<GroupMetadata> find(Link link, Jid group) {
    return CompletableFuture.supplyAsync(() -> table.find(group), workers)
        .thenCompose(cached -> cached.map(Stages::of).orElseGet(() -> ask(link, group)));
  }

  /** A group's metadata from the server, whatever is in the cache. */
  public CompletionStage<GroupMetadata> ask(Link link, Jid group) {
    CompletableFuture<GroupMetadata> answer = new CompletableFuture<>();
    synchronized (asked) {
      CompletableFuture<GroupMetadata> waiting = asked.putIfAbsent(group, answer);
      if (waiting != null) {
        return waiting;
      }
    }
    keeping(
            () ->
                link.stream()
                    .query(GroupRequests.metadata(group))
                    .thenApply(reply -> read(reply, group)),
            List::of)
        .whenComplete(
            (found, error) -> {
              synchronized (asked) {
                asked.remove(group, answer);
              }
              if (error == null) {
                answer.complete(found);
              } else {
                answer.completeExceptionally(Stages.cause(error));
              }
            });
    return answer;
  }

  /**
   * Asks the server, and keeps what its answer tells of groups.
   *
   * @param query what is asked, at once
   * @param told the groups in an answer
   * @return the answer, once what is in it is durable
   */
  public <T> CompletionStage<T> keeping(
      Supplier<CompletionStage<T>> query, Function<T, List<GroupMetadata>> told) {
    Question question = new Question();
    synchronized (asked) {
      open.add(question);
    }
    return Stages.begin(query)
        .thenCompose(answer -> keep(told.apply(answer), question).thenApply(none -> answer))
        .whenComplete(
            (answer, error) -> {
              synchronized (asked) {
                open.remove(question);
              }
            });
  }

  /** Forgets a group; the next look-up asks the server. Completes when that is durable. */
  public CompletionStage<Void> forget(Jid group) {
    Batch.Builder batch = Batch.builder();
    forget(batch, group);
    return storage.commit(batch.build());
  }

  /**
   * Forgets what was known of a group that we are new in. Whatever the server answers of it is
   * about the new group: a question of before, as the one that made it, needs no other answer.
   */
  CompletionStage<Void> forgetFormer(Jid group) {
    Batch.Builder batch = Batch.builder();
    table.delete(batch, group);
    return storage.commit(batch.build());
  }

  /** Adds to {@code batch}, to be committed at once, that a group is forgotten. */
  void forget(Batch.Builder batch, Jid group) {
    synchronized (asked) {
      open.forEach(question -> question.changed.add(group));
      asked.remove(group); // who asks from now on gets a later answer
    }
    table.delete(batch, group);
  }

  // The metadata and all pairs of names in it are one batch.
  private CompletionStage<Void> keep(List<GroupMetadata> found, Question question) {
    Map<Jid, Jid> pairs = new HashMap<>();
    found.forEach(group -> pairs.putAll(GroupNodes.pairs(group)));
    List<Jid> kept = new ArrayList<>();
    return book.learn(
            pairs,
            List.of(),
            (batch, named) -> {
              kept.clear(); // it may be called again
              for (GroupMetadata group : found) {
                if (!isChanged(question, group.group())) {
                  table.put(batch, group);
                  kept.add(group.group());
                }
              }
            })
        .thenCompose(none -> forgetChanged(kept, question));
  }

  // A change that became known while the batch was made may have been committed before it.
  private CompletionStage<Void> forgetChanged(List<Jid> kept, Question question) {
    Batch.Builder batch = Batch.builder();
    kept.stream()
        .filter(group -> isChanged(question, group))
        .forEach(group -> forget(batch, group));
    Batch built = batch.build();
    return built.isEmpty() ? Stages.done() : storage.commit(built);
  }

  private boolean isChanged(Question question, Jid group) {
    synchronized (asked) {
      return question.changed.contains(group);
    }
  }

  private static GroupMetadata read(Node reply, Jid group) {
    Optional<Node> node = reply.child("group");
    GroupMetadata found =
        GroupNodes.metadata(
            node.orElseThrow(() -> new ProtocolException("The server's answer names no group.")));
    if (!found.group().equals(group)) {
      throw new ProtocolException("The server's answer is about another group.");
    }
    return found;
  }
}
