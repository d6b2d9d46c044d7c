package org.amarula.testing.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;

/** What reached the phones of contacts: messages of bots to be read once, and receipts. */
public final class Mail implements PhoneListener {
  private final People people;
  private final Conversation conversation;
  private final Waiting waiting;
  private final Set<String> contacts = ConcurrentHashMap.newKeySet();
  private final Set<String> bots = ConcurrentHashMap.newKeySet();
  private final List<Letter> unread = new ArrayList<>(); // guarded by this
  private final List<Receipt> receipts = new ArrayList<>(); // guarded by this
  private final Set<String> told = new HashSet<>(); // guarded by this

  /**
   * One readable message on one phone.
   *
   * @param reader the phone's number
   * @param chat the key of the chat
   * @param author the key of the author
   */
  public record Letter(String reader, String chat, String author, ReceivedMessage message) {}

  private record Receipt(String author, String by, ReceivedReceipt receipt) {}

  /** Empty mail. */
  public Mail(People people, Conversation conversation, Waiting waiting) {
    this.people = people;
    this.conversation = conversation;
    this.waiting = waiting;
  }

  /** Mail is kept for this contact. */
  public void contact(String phone) {
    contacts.add(phone);
  }

  /** What this account writes is a reply. */
  public void bot(String phone) {
    bots.add(phone);
  }

  @Override
  public void received(String phone, ReceivedMessage message) {
    if (!contacts.contains(phone)) {
      return;
    }
    String author = people.key(message.author());
    String chat = people.key(message.chat());
    boolean group = people.isGroup(chat);
    String to = group ? people.name(chat) : people.name(phone);
    if (!message.decrypted()) {
      conversation.happened(
          people.name(phone)
              + " cannot read a message of "
              + people.name(author)
              + " ("
              + message.error()
              + ")");
    } else if (bots.contains(author)) {
      if (tellOnce(group ? chat : phone, message.id())) {
        conversation.said(people.name(author), to, said(message, people.withNames(message.text())));
      }
      add(new Letter(phone, chat, author, message));
    }
    waiting.changed();
  }

  private static Conversation.Said said(ReceivedMessage message, String text) {
    return new Conversation.Said(message.id(), message.kind(), text, message.target());
  }

  private synchronized boolean tellOnce(String to, String id) {
    return told.add(to + " " + id);
  }

  private synchronized void add(Letter letter) {
    unread.add(letter);
  }

  @Override
  public void receipt(String phone, ReceivedReceipt receipt) {
    if (receipt.type().equals("read") && contacts.contains(phone)) {
      String by = people.name(people.key(receipt.from()));
      receipt.ids().forEach(id -> conversation.happened(by + " read " + conversation.quote(id)));
    }
    synchronized (this) { // what somebody waits for stands in the conversation already
      receipts.add(new Receipt(phone, receipt.from(), receipt));
    }
    waiting.changed();
  }

  /** Takes the oldest unread message of one chat on one phone. */
  public synchronized Optional<Letter> next(String reader, String chat) {
    Optional<Letter> first = unread.stream().filter(of(reader, chat)).findFirst();
    first.ifPresent(unread::remove);
    return first;
  }

  private static Predicate<Letter> of(String reader, String chat) {
    return letter -> letter.reader().equals(reader) && letter.chat().equals(chat);
  }

  /** The unread messages of one chat on one phone. */
  public synchronized List<Letter> unread(String reader, String chat) {
    return unread.stream().filter(of(reader, chat)).toList();
  }

  /** Whether a device told the author that a message was delivered or read. */
  public synchronized boolean hasReceipt(
      String author, String id, Predicate<String> device, Predicate<String> type) {
    return receipts.stream()
        .filter(each -> each.author().equals(author) && device.test(each.by()))
        .map(Receipt::receipt)
        .anyMatch(receipt -> receipt.ids().contains(id) && type.test(receipt.type()));
  }
}
