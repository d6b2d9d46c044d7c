package org.amarula.messaging.internal.send;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.UnreachableException;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.FetchedBundle;

/** Encrypts, and fetches the bundles that are missing in between. Thread-safe. */
final class SealingRounds {
  private static final int MOST = 3;

  private final BundleFetch bundles;
  private final EventSink events;

  SealingRounds(BundleFetch bundles, EventSink events) {
    this.bundles = bundles;
    this.events = events;
  }

  /** One try to encrypt. */
  interface Step {
    /**
     * Encrypts, or tells which bundles are missing.
     *
     * @param bundles those that were fetched
     * @param asked the devices that were asked for: one without bundle is left out
     */
    CompletionStage<Encryption.Outcome> seal(Map<Jid, FetchedBundle> bundles, Set<Jid> asked);
  }

  /** Tries until everything is there; tells what was found out on the way. */
  CompletionStage<Encryption.Outcome.Ready> run(Link link, Step step) {
    return run(link, step, Map.of(), new HashSet<>(), 1);
  }

  private CompletionStage<Encryption.Outcome.Ready> run(
      Link link, Step step, Map<Jid, FetchedBundle> fetched, Set<Jid> asked, int round) {
    return step.seal(fetched, asked)
        .thenCompose(
            outcome -> {
              if (outcome instanceof Encryption.Outcome.Ready ready) {
                ready.events().forEach(events::deliver);
                return Stages.of(ready);
              }
              Set<Jid> missing = ((Encryption.Outcome.BundlesMissing) outcome).devices();
              if (round > MOST) {
                throw new UnreachableException("The recipient's devices change all the time.");
              }
              asked.addAll(missing);
              // No custody is held over the network (spec/signal.md 2.3, 10.1).
              return bundles
                  .fetch(link, missing)
                  .thenCompose(found -> run(link, step, joined(fetched, found), asked, round + 1));
            });
  }

  private static Map<Jid, FetchedBundle> joined(
      Map<Jid, FetchedBundle> one, Map<Jid, FetchedBundle> other) {
    Map<Jid, FetchedBundle> all = new HashMap<>(one);
    all.putAll(other);
    return all;
  }
}
