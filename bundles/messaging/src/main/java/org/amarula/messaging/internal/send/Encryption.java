package org.amarula.messaging.internal.send;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.event.Event;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.prekey.FetchedBundle;

/**
 * Encrypts a message for all its devices as one joint operation in the custody of both accounts,
 * and completes when every advanced session and the sent message are on disk, in one batch
 * (spec/signal.md 10.2).
 */
final class Encryption {
  private final ProfileStorage storage;
  private final Sealing sealing;
  private final Mappings mappings;
  private final Custody custody;
  private final Supplier<SentMessages> sent;

  Encryption(
      ProfileStorage storage,
      Sealing sealing,
      Mappings mappings,
      Custody custody,
      Supplier<SentMessages> sent) {
    this.storage = storage;
    this.sealing = sealing;
    this.mappings = mappings;
    this.custody = custody;
    this.sent = sent;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** Nothing was done: first fetch the bundles of these devices, named as in storage. */
    record BundlesMissing(Set<Jid> devices) implements Outcome {}

    /**
     * Durable, and to be sent now.
     *
     * @param ciphertexts one ciphertext for each device that could be encrypted to
     * @param events what was found out on the way
     */
    record Ready(List<Sealed> ciphertexts, List<Event> events) implements Outcome {}
  }

  /**
   * One device's ciphertext.
   *
   * @param device its address as on the wire
   */
  record Sealed(Jid device, Encrypted encrypted) {}

  /**
   * Encrypts, or tells which bundles are missing.
   *
   * @param bundles those that were fetched
   * @param asked the devices that were asked for: one without bundle is left out
   */
  CompletionStage<Outcome> seal(Fanout fanout, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Set<Jid> users = new LinkedHashSet<>();
    users.add(fanout.chat());
    fanout.targets().forEach(target -> users.add(target.device()));
    return custody.runAll(users, () -> sealInCustody(fanout, bundles, asked));
  }

  private CompletionStage<Outcome> sealInCustody(
      Fanout fanout, Map<Jid, FetchedBundle> bundles, Set<Jid> asked) {
    Map<Jid, Fanout.Target> targets = new LinkedHashMap<>();
    fanout
        .targets()
        .forEach(target -> targets.put(mappings.canonicalDevice(target.device()), target));
    return sealing
        .prepare(fanout.link(), targets.keySet(), bundles, asked)
        .thenCompose(
            prepared ->
                prepared instanceof Sealing.Prepared.Ready ready
                    ? encrypt(fanout, targets, ready)
                    : Stages.of(
                        new Outcome.BundlesMissing(
                            ((Sealing.Prepared.Missing) prepared).devices())));
  }

  private CompletionStage<Outcome> encrypt(
      Fanout fanout, Map<Jid, Fanout.Target> targets, Sealing.Prepared.Ready ready) {
    boolean reachesAnybody =
        ready.records().keySet().stream()
            .anyMatch(device -> !targets.get(device).own() || fanout.toSelf() || fanout.again());
    Batch.Builder batch = Batch.builder();
    if (!reachesAnybody || fanout.again() && !goesAgain(batch, fanout)) {
      return Stages.of(new Outcome.Ready(List.of(), ready.events())); // store nothing
    }
    sealing.store(batch, ready);
    return sealing
        .encrypt(
            fanout.link(), ready.records(), device -> fanout.plaintext(targets.get(device)), batch)
        .thenCompose(
            encrypted -> {
              List<Sealed> ciphertexts = new ArrayList<>();
              encrypted.forEach(
                  (device, one) -> ciphertexts.add(new Sealed(targets.get(device).device(), one)));
              if (!fanout.again()) {
                sent.get()
                    .remember(
                        batch, mappings.canonical(fanout.chat()), fanout.id(), fanout.message());
              }
              return storage
                  .commit(batch.build())
                  .thenApply(none -> new Outcome.Ready(ciphertexts, ready.events()));
            });
  }

  private boolean goesAgain(Batch.Builder batch, Fanout fanout) {
    return sent.get()
        .goesAgain(batch, mappings.canonical(fanout.chat()), fanout.id(), fanout.message());
  }
}
