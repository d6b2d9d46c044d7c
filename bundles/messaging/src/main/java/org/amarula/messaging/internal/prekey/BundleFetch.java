package org.amarula.messaging.internal.prekey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches bundles, up to 100 devices in a query; whoever asks for a device that is being asked for
 * waits for the same answer, since each answer uses up a one-time key. Holds no custody.
 * Thread-safe.
 */
public final class BundleFetch {
  private static final Logger LOG = LoggerFactory.getLogger(BundleFetch.class);
  private static final int BATCH = 100; // spec/signal.md 2.3

  private final Map<Jid, CompletableFuture<Optional<FetchedBundle>>> asked =
      new HashMap<>(); // guarded by itself

  /** The bundles of those devices for which the server gave a readable one. */
  public CompletionStage<Map<Jid, FetchedBundle>> fetch(Link link, Collection<Jid> devices) {
    return fetch(link, devices, false);
  }

  /** The same to replace a session that does not work, which the server is told (D-5). */
  public CompletionStage<Map<Jid, FetchedBundle>> fetchAgain(Link link, Jid device) {
    return fetch(link, List.of(device), true);
  }

  private CompletionStage<Map<Jid, FetchedBundle>> fetch(
      Link link, Collection<Jid> devices, boolean again) {
    Map<Jid, CompletionStage<Optional<FetchedBundle>>> answers = new LinkedHashMap<>();
    List<Jid> fresh = new ArrayList<>();
    synchronized (asked) {
      for (Jid device : devices) {
        CompletableFuture<Optional<FetchedBundle>> waiting = asked.get(device);
        if (waiting == null) {
          waiting = new CompletableFuture<>();
          asked.put(device, waiting);
          fresh.add(device);
        }
        answers.put(device, waiting);
      }
    }
    for (int i = 0; i < fresh.size(); i += BATCH) {
      query(link, fresh.subList(i, Math.min(fresh.size(), i + BATCH)), again);
    }
    return Stages.all(answers.values())
        .thenApply(
            bundles -> {
              Map<Jid, FetchedBundle> found = new LinkedHashMap<>();
              int i = 0;
              for (Jid device : answers.keySet()) {
                bundles.get(i++).ifPresent(bundle -> found.put(device, bundle));
              }
              return found;
            });
  }

  private void query(Link link, List<Jid> devices, boolean again) {
    List<Node> users = devices.stream().map(jid -> user(jid, again)).toList();
    Node iq =
        Node.builder("iq")
            .attribute("xmlns", "encrypt")
            .attribute("type", "get")
            .attribute("to", Jid.SERVER)
            .child(Node.builder("key").children(users).build())
            .build();
    Stages.begin(() -> link.stream().query(iq))
        .thenApply(BundleFetch::read)
        .whenComplete(
            (bundles, error) -> {
              for (Jid device : devices) {
                CompletableFuture<Optional<FetchedBundle>> waiting = taken(device);
                if (error == null) {
                  waiting.complete(Optional.ofNullable(bundles.get(device)));
                } else if (Stages.cause(error) instanceof RequestRejectedException) {
                  waiting.complete(Optional.empty());
                } else {
                  waiting.completeExceptionally(Stages.cause(error));
                }
              }
            });
  }

  private static Node user(Jid jid, boolean again) {
    NodeBuilder user = Node.builder("user").attribute("jid", jid);
    return (again ? user.attribute("reason", "identity") : user).build();
  }

  private CompletableFuture<Optional<FetchedBundle>> taken(Jid device) {
    synchronized (asked) {
      return asked.remove(device);
    }
  }

  /** An error fails its user only (spec/signal.md 2.3). */
  private static Map<Jid, FetchedBundle> read(Node reply) {
    Map<Jid, FetchedBundle> bundles = new HashMap<>();
    List<Node> users = reply.child("list").map(list -> list.children("user")).orElse(List.of());
    for (Node user : users) {
      Optional<Jid> jid = user.jidAttribute("jid");
      if (jid.isEmpty() || user.child("error").isPresent()) {
        LOG.debug("The server gave an error for a device's keys.");
        continue;
      }
      try {
        bundles.put(jid.get(), FetchedBundle.ofUser(user));
      } catch (MalformedBundleException e) {
        LOG.warn("The keys of {} are left out: {}", jid.get().redacted(), e.getMessage());
      }
    }
    return bundles;
  }
}
