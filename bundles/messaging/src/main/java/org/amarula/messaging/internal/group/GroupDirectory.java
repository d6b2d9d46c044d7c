package org.amarula.messaging.internal.group;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
 * Queries for one group are shared. An answer to a query that was made before a change became known
 * is not kept. Thread-safe.
 */
public final class GroupDirectory {
  private final ProfileStorage storage;
  private final GroupTable table;
  private final AddressBook book;
  private final Executor workers;
  private final Map<Jid, CompletableFuture<GroupMetadata>> asked =
      new HashMap<>(); // guarded by itself
  private long changes; // guarded by asked

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
    long before;
    synchronized (asked) {
      CompletableFuture<GroupMetadata> waiting = asked.putIfAbsent(group, answer);
      if (waiting != null) {
        return waiting;
      }
      before = changes;
    }
    Stages.begin(() -> link.stream().query(GroupRequests.metadata(group)))
        .thenApply(reply -> read(reply, group))
        .thenCompose(found -> keep(found, before).thenApply(none -> found))
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

  /** Keeps what the server told of groups unasked, or of several at once. */
  public CompletionStage<Void> keep(List<GroupMetadata> groups) {
    Map<Jid, Jid> pairs = new HashMap<>();
    groups.forEach(group -> pairs.putAll(GroupNodes.pairs(group)));
    return book.learn(
        pairs, List.of(), (batch, named) -> groups.forEach(group -> table.put(batch, group)));
  }

  /** Forgets a group; the next look-up asks the server. Completes when that is durable. */
  public CompletionStage<Void> forget(Jid group) {
    Batch.Builder batch = Batch.builder();
    forget(batch, group);
    return storage.commit(batch.build());
  }

  /** Adds to {@code batch}, to be committed at once, that a group is forgotten. */
  void forget(Batch.Builder batch, Jid group) {
    synchronized (asked) {
      changes++;
      asked.remove(group); // who asks from now on gets a later answer
    }
    table.delete(batch, group);
  }

  // The metadata and all pairs of names in it are one batch.
  private CompletionStage<Void> keep(GroupMetadata found, long before) {
    return book.learn(
            GroupNodes.pairs(found),
            List.of(),
            (batch, named) -> {
              if (isCurrent(before)) {
                table.put(batch, found);
              }
            })
        .thenCompose(none -> isCurrent(before) ? Stages.done() : forget(found.group()));
  }

  private boolean isCurrent(long before) {
    synchronized (asked) {
      return changes == before;
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
