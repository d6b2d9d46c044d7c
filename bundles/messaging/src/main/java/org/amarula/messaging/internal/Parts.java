package org.amarula.messaging.internal;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.MappingDuties;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.async.Gate;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceNotices;
import org.amarula.messaging.internal.group.AccountGroups;
import org.amarula.messaging.internal.group.GroupDirectory;
import org.amarula.messaging.internal.group.GroupKeys;
import org.amarula.messaging.internal.group.GroupNotices;
import org.amarula.messaging.internal.group.GroupTable;
import org.amarula.messaging.internal.history.HistoryDesk;
import org.amarula.messaging.internal.inbox.Delivered;
import org.amarula.messaging.internal.inbox.StoredInbox;
import org.amarula.messaging.internal.keys.AccountKeys;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.login.Login;
import org.amarula.messaging.internal.notification.Notifications;
import org.amarula.messaging.internal.placeholder.Placeholders;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.amarula.messaging.internal.prekey.SignedPreKeys;
import org.amarula.messaging.internal.receipt.Receipts;
import org.amarula.messaging.internal.receive.Receiver;
import org.amarula.messaging.internal.retry.RetryAnswers;
import org.amarula.messaging.internal.retry.RetryRequests;
import org.amarula.messaging.internal.send.GroupSender;
import org.amarula.messaging.internal.send.PeerSender;
import org.amarula.messaging.internal.send.Sender;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.token.TrustedTokens;

/** The parts of one messenger, each with what it needs. */
final class Parts {
  private final Mappings mappings;
  private final Custody custody;
  private final Approvals approvals;
  private final AddressBook book;
  private final MappingDuties migrations;
  private final HistoryDesk history;
  private final DeviceDirectory directory;
  private final PreKeys preKeys;
  private final Sender sender;
  private final GroupSender groupSender;
  private final AccountGroups accountGroups;
  private final Receiver receiver;
  private final Receipts receipts;
  private final Notifications notifications;
  private final Login login;
  private final AccountKeys keys;

  Parts(
      MessengerContext context,
      Mappings mappings,
      StoredInbox inbox,
      SignalProtocol signal,
      SecureRandom random,
      Gate files,
      Supplier<Optional<Link>> active) {
    var storage = context.storage();
    var workers = context.workers();
    var clock = context.clock();
    var events = context.events();
    this.mappings = mappings;
    custody = new Custody(context.custodians(), mappings, workers);
    approvals = new Approvals(context);
    book = new AddressBook(storage, approvals, mappings, context.custodians(), workers, events);
    migrations = new MappingDuties(storage, book, workers);
    directory = new DeviceDirectory(storage, mappings, book, custody, events, workers, clock);
    SignedPreKeys signedPreKeys = new SignedPreKeys(storage, random, workers, clock);
    preKeys = new PreKeys(storage, signedPreKeys, random, workers, clock);
    BundleFetch bundles = new BundleFetch();
    GroupCipher cipher = signal.groups();
    GroupTable groupTable = new GroupTable(storage, clock);
    GroupDirectory groups = new GroupDirectory(storage, groupTable, book, workers);
    GroupKeys groupKeys = new GroupKeys(storage, cipher, groups, mappings, custody);
    TrustedTokens tokens = new TrustedTokens(storage, mappings, custody, workers, clock);
    history = new HistoryDesk(context, book, mappings, tokens, files, random);
    sender = new Sender(context, mappings, custody, directory, bundles, tokens, random);
    groupSender =
        new GroupSender(
            context, cipher, mappings, custody, groups, directory, groupKeys, bundles, random);
    accountGroups = new AccountGroups(context, active, groups, groupKeys, mappings, tokens, random);
    Placeholders placeholders = placeholders(context, inbox, bundles, random);
    RetryRequests requests = new RetryRequests(preKeys, events, clock);
    receiver =
        new Receiver(
            context,
            mappings,
            custody,
            book,
            cipher,
            groupTable,
            groups,
            signedPreKeys,
            inbox,
            migrations,
            history,
            placeholders,
            requests);
    RetryAnswers answers =
        new RetryAnswers(context, mappings, custody, groups, groupKeys, bundles, random);
    receipts = new Receipts(events, mappings, book, answers, workers);
    notifications =
        new Notifications(
            context,
            mappings,
            custody,
            book,
            new DeviceNotices(storage, mappings, custody, directory, clock),
            new GroupNotices(groups, groupKeys, book, events),
            groupKeys,
            tokens,
            preKeys,
            history);
    keys = new AccountKeys(storage, preKeys, requests, context.sentMessages());
    login = new Login(preKeys, context.settings(), clock);
  }

  private Placeholders placeholders(
      MessengerContext context, StoredInbox inbox, BundleFetch bundles, SecureRandom random) {
    PeerSender peers = new PeerSender(context, mappings, custody, bundles, random);
    return new Placeholders(context, new Delivered(inbox.table(), mappings), peers);
  }

  Mappings mappings() {
    return mappings;
  }

  Custody custody() {
    return custody;
  }

  Approvals approvals() {
    return approvals;
  }

  MappingDuties migrations() {
    return migrations;
  }

  HistoryDesk history() {
    return history;
  }

  AddressBook book() {
    return book;
  }

  DeviceDirectory directory() {
    return directory;
  }

  Sender sender() {
    return sender;
  }

  GroupSender groupSender() {
    return groupSender;
  }

  AccountGroups groups() {
    return accountGroups;
  }

  Receiver receiver() {
    return receiver;
  }

  Receipts receipts() {
    return receipts;
  }

  Notifications notifications() {
    return notifications;
  }

  Login login() {
    return login;
  }

  AccountKeys keys() {
    return keys;
  }
}
