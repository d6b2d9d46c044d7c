package org.amarula.messaging.internal;

import java.security.SecureRandom;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.internal.address.AddressBook;
import org.amarula.messaging.internal.address.Custody;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.device.DeviceDirectory;
import org.amarula.messaging.internal.device.DeviceNotices;
import org.amarula.messaging.internal.inbox.Inbox;
import org.amarula.messaging.internal.inbox.InboxTable;
import org.amarula.messaging.internal.login.Login;
import org.amarula.messaging.internal.notification.Notifications;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.amarula.messaging.internal.receipt.Receipts;
import org.amarula.messaging.internal.receive.Receiver;
import org.amarula.messaging.internal.receive.Rows;
import org.amarula.messaging.internal.retry.RetryAnswers;
import org.amarula.messaging.internal.retry.RetryRequests;
import org.amarula.messaging.internal.send.Sender;

/** The parts of one messenger, each with what it needs. */
final class Parts {
  private final AddressBook book;
  private final DeviceDirectory directory;
  private final PreKeys preKeys;
  private final Inbox inbox;
  private final Sender sender;
  private final Receiver receiver;
  private final Receipts receipts;
  private final Notifications notifications;
  private final Login login;

  Parts(MessengerContext context, SecureRandom random) {
    var storage = context.storage();
    var workers = context.workers();
    var clock = context.clock();
    var events = context.events();
    Mappings mappings = new Mappings(storage);
    Custody custody = new Custody(context.custodians(), mappings, workers);
    book = new AddressBook(storage, mappings, context.custodians(), workers, events);
    directory = new DeviceDirectory(storage, mappings, book, custody, events, workers, clock);
    preKeys = new PreKeys(storage, random, workers, clock);
    InboxTable table = new InboxTable(storage, clock);
    inbox = new Inbox(table, storage, events, Rows::event, workers, context.timer());
    BundleFetch bundles = new BundleFetch();
    sender = new Sender(context, mappings, custody, directory, bundles, random);
    RetryRequests requests = new RetryRequests(preKeys, events);
    receiver = new Receiver(context, mappings, custody, book, table, inbox, requests);
    RetryAnswers answers = new RetryAnswers(context, mappings, custody, bundles, random);
    receipts = new Receipts(events, book, answers);
    DeviceNotices notices = new DeviceNotices(storage, mappings, custody, clock);
    notifications = new Notifications(context, mappings, custody, book, notices, preKeys);
    login = new Login(preKeys, context.settings(), clock);
  }

  AddressBook book() {
    return book;
  }

  DeviceDirectory directory() {
    return directory;
  }

  Inbox inbox() {
    return inbox;
  }

  Sender sender() {
    return sender;
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
}
