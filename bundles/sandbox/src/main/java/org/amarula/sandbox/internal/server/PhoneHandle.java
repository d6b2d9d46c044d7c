package org.amarula.sandbox.internal.server;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.amarula.sandbox.internal.phone.PhoneHand;
import org.amarula.sandbox.internal.phone.Phones;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneMedia;
import org.amarula.sandbox.phone.SandboxPhone;
import org.amarula.sandbox.report.ReceivedChatState;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;

/** One phone in the hands of a program: each call is a task of the lane. Free for any thread. */
final class PhoneHandle implements SandboxPhone {
  private static final Set<String> CHAT_STATES = Set.of("composing", "recording", "paused");

  private final String number;
  private final PhoneControl phones;

  PhoneHandle(String number, PhoneControl phones) {
    this.number = number;
    this.phones = phones;
  }

  @Override
  public String number() {
    return number;
  }

  private void act(Consumer<PhoneHand> action) {
    phones.hand(
        number,
        hand -> {
          action.accept(hand);
          return true;
        });
  }

  @Override
  public String send(String chat, PhoneContent content) {
    return phones.send(number, chat, content);
  }

  /** Sends into the chat of a message that the phone knows. */
  private String about(String message, PhoneContent content) {
    return send(phones.hand(number, hand -> hand.chatOf(message)).toString(), content);
  }

  @Override
  public String reply(String message, String text) {
    return about(message, new PhoneContent.Text(text, List.of(), message));
  }

  @Override
  public String react(String message, String emoji) {
    return about(message, new PhoneContent.Reaction(message, emoji));
  }

  @Override
  public String edit(String message, String text) {
    return about(message, new PhoneContent.Edit(message, text));
  }

  @Override
  public String revoke(String message) {
    return about(message, new PhoneContent.Revoke(message));
  }

  @Override
  public void read(String... messages) {
    act(hand -> hand.receipts("read", List.of(messages)));
  }

  @Override
  public void played(String... messages) {
    act(hand -> hand.receipts("played", List.of(messages)));
  }

  @Override
  public void chatState(String chat, String state) {
    if (!CHAT_STATES.contains(state)) {
      throw new IllegalArgumentException("A chat state is composing, recording or paused.");
    }
    act(hand -> hand.chatState(phones.chat(chat), state));
  }

  @Override
  public void available(boolean available) {
    act(hand -> hand.available(available));
  }

  @Override
  public PhoneMedia media(String message) {
    return phones.hand(number, hand -> hand.media(message));
  }

  @Override
  public List<ReceivedMessage> received() {
    return phones.look(number, Phones::received);
  }

  @Override
  public List<ReceivedReceipt> receipts() {
    return phones.look(number, Phones::receipts);
  }

  @Override
  public List<ReceivedChatState> chatStates() {
    return phones.look(number, Phones::chatStates);
  }
}
