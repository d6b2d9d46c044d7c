package org.amarula.messaging.internal.content;

import com.google.protobuf.ByteString;
import java.util.function.UnaryOperator;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.MessageContextInfo;
import org.amarula.proto.message.MessageKey;

/**
 * Content as a Message, spec/features.md 6.2 to 6.7. Immutable.
 *
 * @param own our addresses
 * @param chat the chat, as addressed
 * @param named an account as the chat names accounts
 * @param millis the time
 * @param secret 32 random bytes, the message's secret (spec/signal.md 5.7)
 */
public record ContentWriter(
    OwnAddress own, Jid chat, UnaryOperator<Jid> named, long millis, Bytes secret) {
  /**
   * The Message.
   *
   * @throws IllegalArgumentException when content of this kind, or about this target, cannot be
   *     sent
   */
  public Message write(Content content) {
    Message.Builder message = body(content).toBuilder();
    if (!(content instanceof Reaction)) {
      message.setMessageContextInfo(
          MessageContextInfo.newBuilder().setMessageSecret(ByteString.copyFrom(secret.toArray())));
    }
    return message.build();
  }

  private Message body(Content content) {
    if (content instanceof Text text) {
      return text(text);
    }
    if (content instanceof Reaction reaction) {
      return Message.newBuilder()
          .setReactionMessage(
              Message.ReactionMessage.newBuilder()
                  .setKey(key(reaction.target()))
                  .setText(reaction.emoji())
                  .setSenderTimestampMs(millis))
          .build();
    }
    if (content instanceof Revoke revoke) {
      requireChat(revoke.target());
      boolean mine = own.isOwn(revoke.target().author());
      if (!mine && !chat.isGroup()) {
        throw new IllegalArgumentException("Only in groups others' messages can be revoked.");
      }
      return protocol(revoke.target(), Message.ProtocolMessage.Type.REVOKE).build();
    }
    if (content instanceof Edit edit) {
      return edit(edit);
    }
    throw new IllegalArgumentException("Content of kind " + content.kind() + " cannot be sent.");
  }

  private Message text(Text text) {
    if (text.mentions().isEmpty() && text.quote().isNone()) {
      return Message.newBuilder().setConversation(text.text()).build();
    }
    ContextInfo.Builder context = ContextInfo.newBuilder();
    text.mentions().forEach(jid -> context.addMentionedJid(jid.toAccount().toString()));
    if (!text.quote().isNone()) {
      quote(context, text.quote());
    }
    return Message.newBuilder()
        .setExtendedTextMessage(
            Message.ExtendedTextMessage.newBuilder().setText(text.text()).setContextInfo(context))
        .build();
  }

  private void quote(ContextInfo.Builder context, Quote quote) {
    MessageRef ref = quote.message();
    context.setStanzaId(ref.id()).setParticipant(named.apply(ref.author()).toString());
    if (!quote.text().isEmpty()) {
      context.setQuotedMessage(Message.newBuilder().setConversation(quote.text()));
    }
    if (!isChat(ref)) {
      context.setRemoteJid(ref.chat().toString());
    }
  }

  // W's form, which both kinds of clients understand (spec/features.md 6.7)
  private Message edit(Edit edit) {
    requireChat(edit.target());
    if (!own.isOwn(edit.target().author())) {
      throw new IllegalArgumentException("Only own messages can be edited.");
    }
    Message.ProtocolMessage.Builder protocol =
        Message.ProtocolMessage.newBuilder()
            .setKey(key(edit.target()))
            .setType(Message.ProtocolMessage.Type.MESSAGE_EDIT)
            .setEditedMessage(body(edit.content()))
            .setTimestampMs(millis);
    return Message.newBuilder()
        .setEditedMessage(
            Message.FutureProofMessage.newBuilder()
                .setMessage(Message.newBuilder().setProtocolMessage(protocol)))
        .build();
  }

  private Message.Builder protocol(MessageRef target, Message.ProtocolMessage.Type type) {
    return Message.newBuilder()
        .setProtocolMessage(Message.ProtocolMessage.newBuilder().setKey(key(target)).setType(type));
  }

  /** spec/features.md 6.2: from the perspective of who writes the key. */
  private MessageKey key(MessageRef target) {
    requireChat(target);
    boolean mine = own.isOwn(target.author());
    MessageKey.Builder key =
        MessageKey.newBuilder().setRemoteJid(chat.toString()).setFromMe(mine).setId(target.id());
    if (!mine && (chat.isGroup() || chat.isBroadcast())) {
      key.setParticipant(named.apply(target.author()).toString());
    }
    return key.build();
  }

  private void requireChat(MessageRef target) {
    if (!isChat(target)) {
      throw new IllegalArgumentException("The target is a message of another chat.");
    }
  }

  private boolean isChat(MessageRef ref) {
    return ref.chat().equals(chat) || named.apply(ref.chat()).equals(chat);
  }
}
