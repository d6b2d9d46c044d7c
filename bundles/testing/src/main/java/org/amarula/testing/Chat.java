package org.amarula.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.testing.internal.Conversation;
import org.amarula.testing.internal.Mail;

/**
 * One contact in one chat, with a bot or in a group: what the contact does there, and what it
 * expects of bots.
 *
 * <p>Expectations take what bots wrote in this chat in the order in which it came: {@code
 * expectReply} fails at once when the next message is another one, and after the patience of the
 * kit when none comes. They end in {@link AssertionError} with the conversation. Thread-safe.
 */
public sealed class Chat permits Contact {
  private final BotKit kit;
  private final PhoneAccount who;
  private final Optional<String> fixed;
  private final String shown;

  /** The chat with the first bot, whichever that will be. */
  Chat(BotKit kit, PhoneAccount who) {
    this.kit = kit;
    this.who = who;
    this.fixed = Optional.empty();
    this.shown = "";
  }

  /** The chat with the account or group of this key. */
  Chat(BotKit kit, PhoneAccount who, String key, String shown) {
    this.kit = kit;
    this.who = who;
    this.fixed = Optional.of(key);
    this.shown = shown;
  }

  private String key() {
    return fixed.orElseGet(() -> kit.firstBot().phone());
  }

  private String partner() {
    return fixed.isPresent() ? shown : kit.firstBot().name();
  }

  /** Sends a text. */
  public ChatMessage sends(String text) {
    return sends(new PhoneContent.Text(text));
  }

  /** Sends a text that begins with a mention, as {@code @NAME text}. */
  public ChatMessage mentions(Member mentioned, String text) {
    String whole = "@" + mentioned.lid().user() + " " + text;
    return sends(new PhoneContent.Text(whole, List.of(mentioned.phone()), ""));
  }

  /** Answers a message, quoting it. */
  public ChatMessage answers(ChatMessage quoted, String text) {
    return sends(new PhoneContent.Text(text, List.of(), quoted.id()));
  }

  /** Reacts to a message; an empty emoji takes the reaction back. */
  public ChatMessage reactsTo(ChatMessage target, String emoji) {
    return sends(new PhoneContent.Reaction(target.id(), emoji));
  }

  /** Replaces what a message of this contact says. */
  public ChatMessage edits(ChatMessage target, String text) {
    return sends(new PhoneContent.Edit(target.id(), text));
  }

  /** Deletes a message for everyone. */
  public ChatMessage revokes(ChatMessage target) {
    return sends(new PhoneContent.Revoke(target.id()));
  }

  /**
   * Sends a picture over the media store; the bot gets it as content of a kind that has no type
   * yet, {@code Unsupported} with the kind {@code imageMessage}.
   */
  public ChatMessage sendsImage(byte[] content, String mimeType, String caption) {
    return sends(ChatMessage.image(content, mimeType, caption));
  }

  /** Sends anything that a phone can write. */
  public ChatMessage sends(PhoneContent content) {
    AtomicReference<ChatMessage> message = new AtomicReference<>();
    String to = partner(); // asked here, as the kit's lock may wait for the server's thread
    kit.sandbox()
        .phones()
        .send(who.phone(), key(), content, id -> message.set(leaves(id, to, content)));
    if (!message.get().kind().equals("other")) { // which perhaps is no message to a listener
      kit.sent(message.get().id(), key());
    }
    return message.get();
  }

  /** Tells the conversation, before an answer can. */
  private ChatMessage leaves(String id, String to, PhoneContent content) {
    ChatMessage message = ChatMessage.sent(id, who.phone(), content);
    String text = kit.parts().people().withNames(message.text());
    kit.parts()
        .conversation()
        .said(who.name(), to, new Conversation.Said(id, message.kind(), text, message.target()));
    return message;
  }

  /** Tells the author of a message that it was read. */
  public void reads(ChatMessage message) {
    String line = who.name() + " reads " + quote(message);
    kit.sandbox()
        .inOneStep( // told before an answer can be
            () -> {
              kit.sandbox().phones().read(who.phone(), message.id());
              kit.parts().conversation().happened(line);
            });
  }

  /** The next message of a bot in this chat, whatever it says. */
  public ChatMessage nextReply() {
    return next("any message");
  }

  /** The next message is this text. */
  public ChatMessage expectReply(String text) {
    return expect("“" + text + "”", reply -> isText(reply) && reply.text().equals(text));
  }

  /** The next message is a text that holds this part. */
  public ChatMessage expectReplyContaining(String part) {
    return expect(
        "a text with “" + part + "” in it", reply -> isText(reply) && reply.text().contains(part));
  }

  /** The next message is a text that matches this regular expression as a whole. */
  public ChatMessage expectReplyMatching(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    return expect(
        "a text that matches " + regex,
        reply -> isText(reply) && pattern.matcher(reply.text()).matches());
  }

  /** The next message is a text that quotes this one. */
  public ChatMessage expectAnswerTo(ChatMessage quoted, String text) {
    return expect(
        "“" + text + "” as the answer to " + quote(quoted),
        reply -> isText(reply) && reply.text().equals(text) && isAbout(reply, quoted));
  }

  /** The next message is this reaction. */
  public ChatMessage expectReaction(ChatMessage target, String emoji) {
    return expect(
        "the reaction " + emoji + " to " + quote(target),
        reply ->
            reply.kind().equals("reaction")
                && reply.text().equals(emoji)
                && isAbout(reply, target));
  }

  /** The next message replaces what another one says. */
  public ChatMessage expectEdit(ChatMessage target, String text) {
    return expect(
        quote(target) + " edited to “" + text + "”",
        reply ->
            reply.kind().equals("edit") && reply.text().equals(text) && isAbout(reply, target));
  }

  /** The next message deletes another one. */
  public ChatMessage expectRevoke(ChatMessage target) {
    return expect(
        quote(target) + " to be revoked",
        reply -> reply.kind().equals("revoke") && isAbout(reply, target));
  }

  /** The device of a bot tells that it has this message of the contact. */
  public void expectDelivered(ChatMessage message) {
    expectReceipt(message, "to be delivered", type -> !type.equals("read"));
  }

  /** The device of a bot tells that this message of the contact was read. */
  public void expectRead(ChatMessage message) {
    expectReceipt(message, "to be read", "read"::equals);
  }

  /**
   * The bots have nothing more to say here: waits until their listeners have dealt with all that
   * contacts sent, by the stages that they return, and then fails when an unread message of a bot
   * is in this chat. What a bot does beside those stages is not waited for.
   */
  public void expectSilence() {
    kit.await(
        kit::isIdle,
        who.name() + " expected silence from " + partner(),
        () -> "the listeners have not dealt with " + kit.openWork());
    kit.sandbox().stats(); // whatever was accepted before this is delivered now
    List<Mail.Letter> unread = kit.parts().mail().unread(who.phone(), key());
    if (!unread.isEmpty()) {
      throw kit.failure(
          who.name() + " expected silence from " + partner(), describe(message(unread.get(0))));
    }
  }

  private static boolean isText(ChatMessage reply) {
    return reply.kind().equals("text");
  }

  private static boolean isAbout(ChatMessage reply, ChatMessage target) {
    return reply.target().equals(target.id());
  }

  private String quote(ChatMessage message) {
    return kit.parts().conversation().quote(message.id());
  }

  private ChatMessage expect(String wanted, Predicate<ChatMessage> fits) {
    ChatMessage reply = next(wanted);
    if (!fits.test(reply)) {
      throw kit.failure(expectation(wanted), describe(reply));
    }
    return reply;
  }

  private ChatMessage next(String wanted) {
    String chat = key();
    return kit.parts()
        .waiting()
        .await(() -> kit.parts().mail().next(who.phone(), chat))
        .map(Chat::message)
        .orElseThrow(() -> kit.failure(expectation(wanted), kit.nothingCame()));
  }

  private String expectation(String wanted) {
    return who.name() + " expected from " + partner() + ": " + wanted;
  }

  private String describe(ChatMessage reply) {
    String text = "“" + kit.parts().people().withNames(reply.text()) + "”";
    return isText(reply) && reply.target().isEmpty()
        ? text
        : reply.kind() + " " + text + (reply.target().isEmpty() ? "" : " about " + about(reply));
  }

  private String about(ChatMessage reply) {
    return kit.parts().conversation().quote(reply.target());
  }

  private static ChatMessage message(Mail.Letter letter) {
    return ChatMessage.received(letter.author(), letter.message());
  }

  private void expectReceipt(ChatMessage message, String what, Predicate<String> type) {
    kit.await(
        () -> kit.parts().mail().hasReceipt(who.phone(), message.id(), Chat::isCompanion, type),
        who.name() + " expected " + quote(message) + " " + what,
        kit::nothingCame);
  }

  /** The phone of the bot's account tells the same, which is not the bot's doing. */
  private static boolean isCompanion(String device) {
    return Jid.tryParse(device).filter(jid -> jid.device() > 0).isPresent();
  }
}
