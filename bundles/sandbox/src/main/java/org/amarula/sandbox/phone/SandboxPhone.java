package org.amarula.sandbox.phone;

import java.util.List;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;

/**
 * The phone of one account: a real Signal device whose owner is a program. It decrypts what comes,
 * acknowledges it, and writes when it is told to. Lives as long as its server; free for any thread.
 *
 * <p>A chat is a phone number in digits (its account is made when there is none), the address of a
 * group or of a user, or {@code status@broadcast}. A message is named by its id, and must be one of
 * the last thousand that this phone wrote or read. What cannot be done ends in {@link
 * IllegalArgumentException}, with the reason.
 *
 * <pre>{@code
 * String id = server.phone("15550000002").send("15550000001", "ping");
 * server.phone("15550000002").react(id, "👍");
 * }</pre>
 */
public interface SandboxPhone {
  /** The phone number in digits. */
  String number();

  /** Sends and tells the message id. */
  String send(String chat, PhoneContent content);

  /** Sends a text. */
  default String send(String chat, String text) {
    return send(chat, new PhoneContent.Text(text));
  }

  /** Answers a message with a text that quotes it. */
  String reply(String message, String text);

  /** Uploads a file and sends it. */
  default String send(String chat, PhoneMedia media) {
    return send(chat, new PhoneContent.Media(media));
  }

  /** Reacts to a message; an empty emoji takes the reaction back. */
  String react(String message, String emoji);

  /** Another text for a message; nobody asks whether it is the phone's own. */
  String edit(String message, String text);

  /** Takes back a message; nobody asks whether the phone may. */
  String revoke(String message);

  /** Tells the authors that these messages were read; own devices only, if privacy says so. */
  void read(String... messages);

  /** Tells the authors that these voice notes were played. */
  void played(String... messages);

  /** Shows in a chat that the owner is {@code composing}, {@code recording}, or {@code paused}. */
  void chatState(String chat, String state);

  /** Shows the owner as available, or not, to those who subscribed. */
  void available(boolean available);

  /** Downloads and opens the file of a message. */
  PhoneMedia media(String message);

  /** The messages that arrived, readable or not, oldest first. */
  List<ReceivedMessage> received();

  /** The receipts that arrived, oldest first. */
  List<ReceivedReceipt> receipts();

  /** The chat states that arrived, oldest first. */
  List<ReceivedChatState> chatStates();
}
