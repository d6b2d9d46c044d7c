package org.amarula.sandbox.internal.phone;

import java.util.List;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;

/**
 * What a phone makes of a message (spec features.md 6.2 to 6.7).
 *
 * @param kind as a {@link org.amarula.sandbox.report.ReceivedMessage} names it
 * @param text the text, the emoji, or empty
 * @param target the id of the message that it is about, or empty
 * @param mentions the addresses that it mentions
 */
record Reading(String kind, String text, String target, List<String> mentions) {
  static Reading unreadable() {
    return of("undecryptable", "", "");
  }

  private static Reading of(String kind, String text, String target) {
    return new Reading(kind, text, target, List.of());
  }

  static Reading of(Message message) {
    Message content =
        message.hasEditedMessage() ? message.getEditedMessage().getMessage() : message;
    if (content.hasReactionMessage()) {
      Message.ReactionMessage reaction = content.getReactionMessage();
      return of("reaction", reaction.getText(), reaction.getKey().getId());
    }
    if (content.hasProtocolMessage()) {
      return protocol(content.getProtocolMessage());
    }
    String text = Contents.textOf(content);
    if (content.hasExtendedTextMessage()) {
      ContextInfo context = content.getExtendedTextMessage().getContextInfo();
      List<String> mentions = List.copyOf(context.getMentionedJidList());
      return new Reading("text", text, context.getStanzaId(), mentions);
    }
    return of(Contents.kindOf(content), text, "");
  }

  private static Reading protocol(ProtocolMessage protocol) {
    String target = protocol.getKey().getId();
    if (protocol.getType() == ProtocolMessage.Type.MESSAGE_EDIT) {
      return of("edit", Contents.textOf(protocol.getEditedMessage()), target);
    }
    boolean revokes = protocol.getType() == ProtocolMessage.Type.REVOKE && protocol.hasKey();
    return revokes ? of("revoke", "", target) : of("other", "", "");
  }
}
