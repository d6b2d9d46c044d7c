package org.amarula.testing;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.content.MessageRef;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.report.ReceivedMessage;

/**
 * A message that was sent or came.
 *
 * @param id its author's id for it
 * @param author the account that wrote it, by phone number
 * @param kind {@code text}, {@code reaction}, {@code edit}, {@code revoke}, {@code image}, or
 *     {@code other}
 * @param text the text, an edit's new one, or a reaction's emoji; empty when there is none
 * @param target the id of the message that it is about: reacted to, edited, revoked, or answered;
 *     else empty
 * @param mentions the addresses that a text mentions
 */
public record ChatMessage(
    String id, Jid author, String kind, String text, String target, List<String> mentions) {
  /** Keeps a copy of the mentions. */
  public ChatMessage {
    mentions = List.copyOf(mentions);
  }

  static ChatMessage received(String author, ReceivedMessage message) {
    return new ChatMessage(
        message.id(),
        Jid.ofPhone(author),
        message.kind(),
        message.text(),
        message.target(),
        message.mentions());
  }

  static ChatMessage sent(String id, String author, PhoneContent content) {
    Jid by = Jid.ofPhone(author);
    if (content instanceof PhoneContent.Text text) {
      return new ChatMessage(id, by, "text", text.text(), text.quoted(), text.mentions());
    }
    if (content instanceof PhoneContent.Reaction reaction) {
      return new ChatMessage(id, by, "reaction", reaction.emoji(), reaction.target(), List.of());
    }
    if (content instanceof PhoneContent.Edit edit) {
      return new ChatMessage(id, by, "edit", edit.text(), edit.target(), List.of());
    }
    if (content instanceof PhoneContent.Revoke revoke) {
      return new ChatMessage(id, by, "revoke", "", revoke.target(), List.of());
    }
    return content instanceof PhoneContent.Image image
        ? new ChatMessage(id, by, "image", image.caption(), "", List.of())
        : new ChatMessage(id, by, "other", "", "", List.of());
  }

  /** What points at this message in a chat, for {@code react}, {@code edit} and {@code revoke}. */
  public MessageRef ref(Jid chat) {
    return new MessageRef(chat, author, id);
  }

  /** A picture as content. */
  static PhoneContent image(byte[] content, String mimeType, String caption) {
    return new PhoneContent.Image(Bytes.copyOf(content), mimeType, caption);
  }
}
