package org.amarula.messaging.internal.retry;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.CiphertextType;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.group.GroupKeys;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.SessionStart;
import org.amarula.messaging.internal.send.MessageStanza;
import org.amarula.messaging.internal.send.Outgoing;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.Answers;
import org.amarula.proto.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message of ours again to the one device that could not read it, spec/signal.md 7.6. Each
 * receipt is acknowledged at the end, whatever came of it. Thread-safe.
 */
public final class RetryAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(RetryAnswers.class);
  private static final int MAX_ANSWERS = 5; // D-24
  private static final int REMEMBERED = 1024;
  private static final Duration BETWEEN_RENEWALS = Duration.ofHours(1);

  private final MessengerContext context;
  private final Mappings mappings;
  private final Custody custody;
  private final GroupDirectory groups;
  private final GroupKeys groupKeys;
  private final BundleFetch bundles;
  private final SessionTable sessions;
  private final SessionStart starts;
  private final Approvals approvals;
  private final SecureRandom random;
  private final Clock clock;
  private final Map<Jid, Instant> renewed = new LinkedHashMap<>(); // guarded by itself
  private final Map<String, Bytes> baseKeys = new LinkedHashMap<>(); // guarded by itself

  /** Answers from what {@code context} keeps of sent messages. */
  public RetryAnswers(
      MessengerContext context,
      Mappings mappings,
      Custody custody,
      GroupDirectory groups,
      GroupKeys groupKeys,
      BundleFetch bundles,
      SecureRandom random) {
    this.context = context;
    this.mappings = mappings;
    this.custody = custody;
    this.groups = groups;
    this.groupKeys = groupKeys;
    this.bundles = bundles;
    this.sessions = new SessionTable(context.storage());
    this.starts = new SessionStart(sessions);
    this.approvals = new Approvals(context);
    this.random = random;
    this.clock = context.clock();
  }

  /** Handles a retry receipt and acknowledges it. Fails only with the store. */
  public CompletionStage<Void> handle(Link link, Node receipt) {
    return CompletableFuture.supplyAsync(() -> request(link, receipt), context.workers())
        .thenCompose(request -> admitted(link, request))
        .thenCompose(request -> request.map(found -> answer(link, found)).orElseGet(Stages::done))
        .handle(
            (none, error) ->
                error == null || Stages.cause(error) instanceof RefusedKeysException
                    ? Stages.done()
                    : Stages.<Void>failed(Stages.cause(error)))
        .thenCompose(stage -> stage)
        .thenCompose(none -> link.answer(Answers.ack(receipt, link.own())));
  }

  /** One device's wish for one message. */
  private record Request(Node receipt, Jid device, Jid chat, String id, int count, Bytes message) {
    boolean inGroup() {
      return chat.isGroup() || chat.isBroadcast();
    }
  }

  private Optional<Request> request(Link link, Node receipt) {
    Optional<Jid> from = receipt.jidAttribute("from");
    Optional<Jid> device = receipt.jidAttribute("participant").or(() -> from);
    Optional<Node> retry = receipt.child("retry");
    if (from.isEmpty() || device.filter(Accounts::isPerson).isEmpty() || retry.isEmpty()) {
      return Optional.empty();
    }
    String id = retry.get().attribute("id").or(() -> receipt.attribute("id")).orElse("");
    int count = (int) Math.max(1, Math.min(retry.get().numberAttribute("count").orElse(1), 100));
    // Step 1: only what we sent to that user's chat, or to our own devices' copies.
    Jid chat = chat(link, receipt, from.get(), device.get());
    Optional<Bytes> message = find(chat, id);
    if (message.isEmpty() || id.isEmpty()) {
      LOG.info("A device asks for a message that is not kept.");
      return Optional.empty();
    }
    // whichever name it asks by
    Jid counted = mappings.canonicalDevice(device.get());
    if (context.sentMessages().get().countAnswer(id, counted) > MAX_ANSWERS) {
      LOG.info("{} asked too often for one message.", device.get().redacted());
      return Optional.empty();
    }
    return Optional.of(
        new Request(receipt, device.get(), Accounts.of(chat), id, count, message.get()));
  }

  private static Jid chat(Link link, Node receipt, Jid from, Jid device) {
    if (from.isGroup() || from.isBroadcast()) {
      return from;
    }
    return link.own().isOwn(device) ? receipt.jidAttribute("recipient").orElse(from) : device;
  }

  /** Step 1: in a group only who is in it now, of status only who was given our key. */
  private CompletionStage<Optional<Request>> admitted(Link link, Optional<Request> request) {
    if (request.isEmpty() || !request.get().inGroup()) {
      return Stages.of(request);
    }
    Jid device = request.get().device();
    Jid chat = request.get().chat();
    if (link.own().isOwn(device)) {
      return Stages.of(request);
    }
    CompletionStage<Boolean> member =
        chat.isGroup()
            ? groups
                .find(link, chat)
                .handle((group, error) -> error == null && group.member(device).isPresent())
            : CompletableFuture.supplyAsync(
                () -> groupKeys.mayHave(chat, device), context.workers());
    return member.thenApply(
        in -> {
          if (!in) {
            LOG.info("{} asks for a message of a group it is not in.", device.redacted());
          }
          return in ? request : Optional.empty();
        });
  }

  private Optional<Bytes> find(Jid chat, String id) {
    SentMessages sent = context.sentMessages().get();
    Jid account = Accounts.of(chat);
    return sent.find(mappings.canonical(account), id)
        .or(() -> mappings.other(account).flatMap(other -> sent.find(other, id)))
        .or(() -> sent.find(account, id));
  }

  private CompletionStage<Void> answer(Link link, Request request) {
    Optional<FetchedBundle> keys = RetryReceipt.keys(request.receipt());
    return prepare(link, request, keys)
        .thenCompose(
            missing ->
                missing
                    ? bundles
                        .fetchAgain(link, mappings.canonicalDevice(request.device()))
                        .handle(
                            (found, error) -> error == null ? found : Map.<Jid, FetchedBundle>of())
                        .thenCompose(found -> install(link, request, found))
                    : Stages.done())
        .thenCompose(none -> custody.runAll(users(link, request), () -> encrypt(link, request)))
        .thenCompose(
            encrypted -> encrypted.map(one -> send(link, request, one)).orElseGet(Stages::done));
  }

  // The sender key that goes along to a group's member is in our own custody.
  private static List<Jid> users(Link link, Request request) {
    return request.inGroup()
        ? List.of(request.device(), link.own().lid())
        : List.of(request.device());
  }

  /** Step 3; completes with whether a bundle must be fetched. */
  private CompletionStage<Boolean> prepare(
      Link link, Request request, Optional<FetchedBundle> keys) {
    return custody.run(
        request.device(),
        () -> {
          Jid device = mappings.canonicalDevice(request.device());
          SessionRecord record = sessions.load(device);
          if (keys.isPresent()) {
            return start(link, device, record, keys.get()).thenApply(none -> false);
          }
          if (!record.hasCurrent()) {
            return Stages.of(true);
          }
          int registration = RetryReceipt.registrationId(request.receipt());
          boolean other = registration != 0 && registration != record.remoteRegistrationId();
          if (!other && !isStuck(request, record) && !isDue(request, device)) {
            return Stages.of(false);
          }
          Batch.Builder batch = Batch.builder();
          sessions.put(batch, device, record.archiveCurrent());
          return context.storage().commit(batch.build()).thenApply(none -> true);
        });
  }

  // The base key that was current at the second request must not be current at the third.
  private boolean isStuck(Request request, SessionRecord record) {
    Bytes base = record.baseKey().map(Bytes::wrap).orElse(Bytes.EMPTY);
    String key = request.id() + '/' + mappings.canonicalDevice(request.device());
    synchronized (baseKeys) {
      if (request.count() == 2) {
        baseKeys.put(key, base);
        forgetEldest(baseKeys);
        return false;
      }
      return request.count() > 2 && base.equals(baseKeys.get(key));
    }
  }

  private boolean isDue(Request request, Jid device) {
    if (request.count() < 2) {
      return false;
    }
    synchronized (renewed) {
      Instant now = clock.instant();
      Instant last = renewed.get(device);
      if (last != null && last.plus(BETWEEN_RENEWALS).isAfter(now)) {
        return false;
      }
      renewed.put(device, now);
      forgetEldest(renewed);
      return true;
    }
  }

  private static <K> void forgetEldest(Map<K, ?> map) {
    if (map.size() > REMEMBERED) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private CompletionStage<Void> install(Link link, Request request, Map<Jid, FetchedBundle> found) {
    return custody.run(
        request.device(),
        () -> {
          Jid device = mappings.canonicalDevice(request.device());
          FetchedBundle bundle = found.get(device);
          SessionRecord record = sessions.load(device);
          return bundle == null || record.hasCurrent()
              ? Stages.done()
              : start(link, device, record, bundle);
        });
  }

  private CompletionStage<Void> start(
      Link link, Jid device, SessionRecord record, FetchedBundle bundle) {
    SessionStart.Result result =
        starts.start(link, device, record, bundle).onlyVouched(approvals.isStrict());
    if (result instanceof SessionStart.Result.Refused refused) {
      context.events().deliver(new DeviceRefused(device, refused.check()));
      return Stages.failed(new RefusedKeysException());
    }
    SessionStart.Result.Started started = (SessionStart.Result.Started) result;
    Batch.Builder batch = Batch.builder();
    sessions.put(batch, device, started.record());
    sessions.putIdentity(batch, device, started.identity());
    boolean needsApproval = started.changed() && approvals.changed(batch, device);
    return context
        .storage()
        .commit(batch.build())
        .thenAccept(
            none -> {
              if (started.changed()) {
                context.events().deliver(new IdentityChanged(device, needsApproval));
              }
              if (!started.vouched()) {
                context.events().deliver(new DeviceUnverified(device));
              }
            });
  }

  private CompletionStage<Optional<Encrypted>> encrypt(Link link, Request request) {
    Jid device = mappings.canonicalDevice(request.device());
    if (approvals.refusal(List.of(device)).isPresent()) {
      LOG.info("{} asks with an identity that nobody has approved.", device.redacted());
      return Stages.of(Optional.empty());
    }
    try {
      Batch.Builder batch = Batch.builder();
      byte[] plain = plaintext(link, request, batch).toArray();
      byte[] padded = MessagePadding.pad(plain, random.nextInt(16));
      Encrypted encrypted = link.cipher().encrypt(sessions.load(device), padded);
      sessions.put(batch, device, encrypted.record());
      return context.storage().commit(batch.build()).thenApply(none -> Optional.of(encrypted));
    } catch (NoSessionException e) {
      LOG.info("No session with {} for its retry.", device.redacted());
      return Stages.of(Optional.empty());
    } catch (InvalidProtocolBufferException e) {
      LOG.warn("A kept message cannot be read; it is not sent again.");
      return Stages.of(Optional.empty());
    }
  }

  /** Trap 16: in a group the message and our sender key, for that device alone. */
  private Bytes plaintext(Link link, Request request, Batch.Builder batch)
      throws InvalidProtocolBufferException {
    Message message = Message.parseFrom(request.message().toArray());
    if (request.inGroup()) {
      return groupKeys.withKey(batch, link, request.chat(), request.device(), message);
    }
    return link.own().isOwn(request.device())
        ? Outgoing.copy(request.chat(), message)
        : request.message();
  }

  /** Step 4: to that device only, the ciphertext directly in the message. */
  private CompletionStage<Void> send(Link link, Request request, Encrypted encrypted) {
    NodeBuilder message = Node.builder("message").attribute("id", request.id());
    Answers.copy(request.receipt(), "from", message, "to");
    Answers.copy(request.receipt(), "participant", message, "participant");
    Answers.copy(request.receipt(), "recipient", message, "recipient");
    Shape shape = shape(request);
    message.attribute("type", shape.type());
    MessageStanza.edit(message, shape);
    message.attributeIfPresent(
        "t", request.receipt().child("retry").flatMap(retry -> retry.attribute("t")));
    if (!request.inGroup()) {
      message.attribute("device_fanout", "false");
    }
    message.child(
        MessageStanza.enc(encrypted.type().text(), encrypted.bytes(), shape)
            .attribute("count", request.count())
            .build());
    if (encrypted.type() == CiphertextType.PKMSG) {
      message.child(MessageStanza.deviceIdentity(link.deviceIdentity()));
    }
    return Stages.settled(
        link.stream().sendForAck(message.build(), context.settings().ackTimeout()));
  }

  private static Shape shape(Request request) {
    try {
      return Shape.of(Message.parseFrom(request.message().toArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A message that was encrypted can be parsed.", e);
    }
  }
}
