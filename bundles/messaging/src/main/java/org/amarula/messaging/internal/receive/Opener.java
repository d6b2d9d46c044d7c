package org.amarula.messaging.internal.receive;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.group.GroupMember;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.DuplicateMessageException;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupDecrypted;
import org.amarula.crypto.signal.InvalidMessageException;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalException;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.EventNames;
import org.amarula.messaging.internal.address.MappingDuties;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.group.GroupTable;
import org.amarula.messaging.internal.history.HistoryDuties;
import org.amarula.messaging.internal.inbox.Delivered;
import org.amarula.messaging.internal.inbox.InboxKeys;
import org.amarula.messaging.internal.inbox.InboxTable;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.PreKeyTable;
import org.amarula.messaging.internal.prekey.SignedPreKeys;
import org.amarula.messaging.internal.retry.DecryptFailure;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.session.Addresses;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.proto.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one ciphertext in the custody of its author. All that it changes is one batch: session,
 * identity, the consumed pre-key, and the inbox (spec/signal.md 10.2). A failure changes nothing.
 */
final class Opener {
  private static final Logger LOG = LoggerFactory.getLogger(Opener.class);
  static final String ADMIN_REVOKE = "8"; // spec/signal.md 5.7

  private final ProfileStorage storage;
  private final SessionTable sessions;
  private final Authors authors;
  private final PreKeyTable preKeys;
  private final SignedPreKeys signedPreKeys;
  private final SenderKeyTable senderKeys;
  private final GroupTable groupTable;
  private final GroupCipher groups;
  private final InboxTable known;
  private final Delivered delivered;
  private final StoredInbox inbox;
  private final Mappings mappings;
  private final Custody custody;
  private final MappingDuties migrations;
  private final HistoryDuties histories;
  private final Resent resent;

  Opener(
      ProfileStorage storage,
      Approvals approvals,
      GroupCipher groups,
      GroupTable groupTable,
      SignedPreKeys signedPreKeys,
      StoredInbox inbox,
      Mappings mappings,
      MappingDuties migrations,
      HistoryDuties histories,
      Resent resent,
      Custody custody) {
    this.storage = storage;
    this.groups = groups;
    this.groupTable = groupTable;
    this.senderKeys = new SenderKeyTable(storage);
    this.sessions = new SessionTable(storage);
    this.authors = new Authors(sessions, approvals);
    this.preKeys = new PreKeyTable(storage);
    this.signedPreKeys = signedPreKeys;
    this.known = inbox.table();
    this.delivered = new Delivered(known, mappings);
    this.inbox = inbox;
    this.mappings = mappings;
    this.custody = custody;
    this.migrations = migrations;
    this.histories = histories;
    this.resent = resent;
  }

  /** One ciphertext with what it came in. */
  record Task(
      Link link,
      Node stanza,
      Envelope envelope,
      Ciphertext ciphertext,
      List<String> stanzaHashes) {}

  /**
   * The hashes under which the inbox may know a ciphertext: one for each name of its author, first
   * that under which it is kept from now on.
   */
  List<String> hashes(Envelope envelope, Ciphertext ciphertext) {
    boolean group = ciphertext.kind() == Ciphertext.Kind.SENDER_KEY;
    return mappings.names(envelope.author()).stream()
        .map(
            author ->
                InboxKeys.ofCiphertext(
                    ciphertext.bytes(),
                    ciphertext.kind().text(),
                    group ? envelope.chat().toString() : "",
                    Addresses.key(author)))
        .toList();
  }

  CompletionStage<Opened> open(Task task) {
    return custody.run(task.envelope().author(), () -> openInCustody(task));
  }

  private CompletionStage<Opened> openInCustody(Task task) {
    List<String> hashes = hashes(task.envelope(), task.ciphertext());
    if (known.isKnown(hashes)) {
      // 10.3: the key of this ciphertext is gone, and the inbox has what was in it.
      return Stages.of(new Opened.Handled(List.of(), false));
    }
    String hash = hashes.get(0);
    Jid device = mappings.canonicalDevice(task.envelope().author());
    try {
      if (Authors.isForgedPhone(task, device)) {
        LOG.warn("What claims to be our phone did not pair us.");
        return Stages.of(Opened.Failed.of(DecryptFailure.untrusted(task.ciphertext().count())));
      }
      return task.ciphertext().kind() == Ciphertext.Kind.SENDER_KEY
          ? openFromGroup(task, hash, device)
          : commit(task, hash, device, decrypt(task, device));
    } catch (DuplicateMessageException e) {
      // D-22: answered as received; but a chain may begin behind a message that never arrived
      return isDelivered(task.envelope())
          ? Stages.of(new Opened.Handled(List.of(), false))
          : failed(task, device, e);
    } catch (SignalException e) {
      return failed(task, device, e);
    }
  }

  private static CompletionStage<Opened> failed(Task task, Jid device, SignalException e) {
    LOG.info("A message of {} cannot be decrypted: {}", device.redacted(), e.getMessage());
    return Stages.of(Opened.Failed.of(DecryptFailure.of(e, task.ciphertext().count())));
  }

  private boolean isDelivered(Envelope envelope) {
    return delivered.by(envelope.chat(), envelope.author(), envelope.id()).isPresent();
  }

  /** spec/signal.md 7.3 step 2: in groups and status only. */
  private CompletionStage<Opened> openFromGroup(Task task, String hash, Jid device)
      throws SignalException {
    Jid chat = task.envelope().chat();
    if (!isGroup(task.envelope())) {
      return Stages.of(new Opened.Unreadable());
    }
    GroupDecrypted decrypted =
        groups.decrypt(senderKeys.load(chat, device), task.ciphertext().bytes());
    Batch.Builder batch = Batch.builder();
    senderKeys.put(batch, chat, device, decrypted.record());
    return commit(task, hash, device, decrypted.plaintext(), batch, new ArrayList<>());
  }

  private static boolean isGroup(Envelope envelope) {
    return envelope.chat().isGroup() || envelope.chat().isBroadcast();
  }

  private Decrypted decrypt(Task task, Jid device) throws SignalException {
    SessionRecord record = sessions.load(device);
    byte[] bytes = task.ciphertext().bytes();
    return task.ciphertext().kind() == Ciphertext.Kind.PRE_KEY
        ? task.link().cipher().decryptPreKey(record, bytes, ownKeys(task.link()))
        : task.link().cipher().decrypt(record, bytes);
  }

  private CompletionStage<Opened> commit(Task task, String hash, Jid device, Decrypted decrypted) {
    Batch.Builder batch = Batch.builder();
    List<Event> events = new ArrayList<>();
    sessions.put(batch, device, decrypted.record());
    decrypted.consumedPreKeyId().ifPresent(id -> preKeys.delete(batch, id));
    if (decrypted.newSession() && !authors.keep(task, device, decrypted, batch, events)) {
      return Stages.of(
          new Opened.Failed(DecryptFailure.untrusted(task.ciphertext().count()), events));
    }
    return commit(task, hash, device, decrypted.plaintext(), batch, events);
  }

  private CompletionStage<Opened> commit(
      Task task, String hash, Jid device, byte[] padded, Batch.Builder batch, List<Event> events) {
    Opened result;
    try {
      result = read(task, hash, device, MessagePadding.unpad(padded), batch, events);
    } catch (InvalidMessageException | InvalidProtocolBufferException e) {
      known.addHandled(batch, hash);
      result = new Opened.Unreadable();
    }
    if (result instanceof Opened.Message message) {
      return inbox
          .append(storage, batch, hash, message.row(), named(events))
          .thenApply(none -> new Opened.Handled(List.of(), false));
    }
    Opened handled = result;
    return storage.commit(batch.build()).thenApply(none -> handled);
  }

  private List<Event> named(List<Event> events) {
    return events.stream().map(event -> EventNames.named(event, mappings::other)).toList();
  }

  private Opened read(
      Task task, String hash, Jid device, byte[] plaintext, Batch.Builder batch, List<Event> events)
      throws InvalidProtocolBufferException {
    Envelope envelope = task.envelope();
    Reading reading =
        MessageReader.read(
            plaintext,
            Rows.view(envelope, task.link().own(), isAdmin(task)),
            chat -> isChat(envelope, chat));
    if (!reading.refusal().isEmpty()) {
      refuse(envelope, reading.refusal(), events);
    }
    if (!reading.distribution().getAxolotlSenderKeyDistributionMessage().isEmpty()) {
      distribute(task, device, reading.distribution(), batch, events);
    }
    if (reading.own().hasLidMigrationMappingSyncMessage()) {
      migrate(task, hash, reading.own(), batch, events);
    }
    if (reading.own().hasHistorySyncNotification()) {
      history(task, hash, reading.own().getHistorySyncNotification(), batch, events);
    }
    if (reading.own().hasPeerDataOperationRequestResponseMessage()) {
      return resent(task, hash, reading, batch, events);
    }
    if (reading.content().isEmpty() || isDelivered(task, envelope, batch)) {
      known.addHandled(batch, hash);
      return new Opened.Handled(events, reading.history());
    }
    return new Opened.Message(Rows.of(envelope, plaintext, task.link().own(), mappings::other));
  }

  /** 10.3: whether the message came before, as the answer to a retry; else marks that it came. */
  private boolean isDelivered(Task task, Envelope envelope, Batch.Builder batch) {
    Optional<String> by = delivered.by(envelope.chat(), envelope.author(), envelope.id());
    if (by.isPresent() && !task.stanzaHashes().contains(by.get())) {
      return true;
    }
    String stanza = task.stanzaHashes().get(0);
    delivered.add(batch, envelope.chat(), envelope.author(), envelope.id(), stanza);
    return false;
  }

  /** spec/signal.md 7.7: a message that we could not read comes from our phone. */
  private Opened resent(
      Task task, String hash, Reading reading, Batch.Builder batch, List<Event> events) {
    Resent.Answer answer =
        resent.read(
            task.envelope(),
            reading.own().getPeerDataOperationRequestResponseMessage(),
            task.link().own());
    if (!answer.refusal().isEmpty()) {
      refuse(task.envelope(), answer.refusal(), events);
    }
    if (answer.row().isEmpty() || isDelivered(task, answer.asked().orElseThrow(), batch)) {
      known.addHandled(batch, hash);
      return new Opened.Handled(events, false);
    }
    return new Opened.Message(answer.row().get());
  }

  /** spec/signal.md 7.4: what is not for this chat, or came under a sender key, is dropped. */
  private void distribute(
      Task task,
      Jid device,
      Message.SenderKeyDistributionMessage distribution,
      Batch.Builder batch,
      List<Event> events) {
    Envelope envelope = task.envelope();
    if (task.ciphertext().kind() == Ciphertext.Kind.SENDER_KEY) {
      refuse(envelope, "sender-key-under-sender-key", events);
      return;
    }
    if (!isGroup(envelope) || !distribution.getGroupId().equals(envelope.chat().toString())) {
      refuse(envelope, "sender-key-for-another-chat", events);
      return;
    }
    try {
      SenderKeyRecord record =
          groups.processDistribution(
              senderKeys.load(envelope.chat(), device),
              distribution.getAxolotlSenderKeyDistributionMessage().toByteArray());
      senderKeys.put(batch, envelope.chat(), device, record);
    } catch (InvalidMessageException e) {
      refuse(envelope, "sender-key-malformed", events);
    }
  }

  // 8.1: kept with the ratchet step, learnt when no custody is held (10.1)
  private void migrate(
      Task task,
      String hash,
      Message.ProtocolMessage message,
      Batch.Builder batch,
      List<Event> events) {
    byte[] payload =
        message.getLidMigrationMappingSyncMessage().getEncodedMappingPayload().toByteArray();
    if (task.envelope().author().device() != 0) {
      refuse(task.envelope(), "mappings-not-of-the-phone", events);
    } else if (!migrations.add(batch, hash, payload)) {
      refuse(task.envelope(), "mappings-malformed", events);
    }
  }

  // spec/features.md 4.1: kept likewise; read and learnt while the session goes on
  private void history(
      Task task,
      String hash,
      Message.HistorySyncNotification told,
      Batch.Builder batch,
      List<Event> events) {
    if (task.envelope().author().device() != 0) {
      refuse(task.envelope(), "history-not-of-the-phone", events);
    } else if (!histories.add(batch, hash, task.envelope().id(), told)) {
      refuse(task.envelope(), "history-too-long", events);
    }
  }

  private static void refuse(Envelope envelope, String reason, List<Event> events) {
    LOG.warn("Part of a message of {} is dropped: {}.", envelope.author().redacted(), reason);
    events.add(
        new MessageUnreadable(envelope.chat(), envelope.author(), envelope.id(), reason, false));
  }

  // 9.1: the server marks what an administrator does, and the group's metadata says who is one
  private boolean isAdmin(Task task) {
    Envelope envelope = task.envelope();
    return envelope.chat().isGroup()
        && task.stanza().hasAttribute("edit", ADMIN_REVOKE)
        && groupTable
            .find(envelope.chat())
            .flatMap(group -> group.member(envelope.author()))
            .filter(GroupMember::isAdmin)
            .isPresent();
  }

  private boolean isChat(Envelope envelope, String destination) {
    return Jid.tryParse(destination).filter(jid -> mappings.same(jid, envelope.chat())).isPresent();
  }

  private PreKeyLookup ownKeys(Link link) {
    return new PreKeyLookup() {
      @Override
      public Optional<KeyPair> signedPreKey(int id) {
        return signedPreKeys.find(link, id);
      }

      @Override
      public Optional<KeyPair> preKey(int id) {
        return preKeys.find(id);
      }
    };
  }
}
