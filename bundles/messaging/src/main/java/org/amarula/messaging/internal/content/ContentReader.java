package org.amarula.messaging.internal.content;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.api.jid.Jid;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.proto.message.MessageKey;

/**
 * Content in an unwrapped Message, spec/features.md 6.2 to 6.7. Immutable.
 *
 * @param view from where it is read
 */
public record ContentReader(Viewpoint view) {
  private static final int MAX_ID = 128;
  private static final int MAX_MENTIONS = 1024;

  /** The content; nothing when the message holds none. */
  public Optional<Content> read(Message message, Bytes raw) throws ForbiddenContentException {
    Optional<Text> text = text(message);
    if (text.isPresent()) {
      return Optional.of(text.get());
    }
    for (FieldDescriptor field : SetFields.of(message)) {
      switch (field.getNumber()) {
        case Message.CONVERSATION_FIELD_NUMBER,
        Message.SENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER,
        Message.FASTRATCHETKEYSENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER,
        Message.MESSAGECONTEXTINFO_FIELD_NUMBER:
          break;
        case Message.PROTOCOLMESSAGE_FIELD_NUMBER:
          Optional<Content> change = protocol(message.getProtocolMessage(), raw);
          if (change.isPresent()) {
            return change;
          }
          break;
        case Message.REACTIONMESSAGE_FIELD_NUMBER:
          return Optional.of(reaction(message.getReactionMessage(), raw));
        default:
          return Optional.of(new Unsupported(field.getName(), raw));
      }
    }
    return message.getUnknownFields().asMap().isEmpty()
        ? Optional.empty()
        : Optional.of(new Unsupported("unknown", raw)); // newer than our schema: not lost
  }

  private Optional<Text> text(Message message) {
    String text = message.getConversation();
    if (text.isEmpty() && message.hasExtendedTextMessage()) {
      Message.ExtendedTextMessage extended = message.getExtendedTextMessage();
      return extended.getText().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Text(
                  extended.getText(),
                  mentions(extended.getContextInfo()),
                  quote(extended.getContextInfo())));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(new Text(text));
  }

  private static List<Jid> mentions(ContextInfo context) {
    List<Jid> mentions = new ArrayList<>();
    for (String text : context.getMentionedJidList()) {
      Jid.tryParse(text).filter(jid -> mentions.size() < MAX_MENTIONS).ifPresent(mentions::add);
    }
    return mentions;
  }

  private Quote quote(ContextInfo context) {
    String id = context.getStanzaId();
    Optional<Jid> author = Jid.tryParse(context.getParticipant());
    if (!isId(id) || author.isEmpty()) {
      return Quote.NONE;
    }
    Jid chat =
        context.getRemoteJid().isEmpty()
            ? view.chat()
            : Jid.tryParse(context.getRemoteJid()).orElse(view.chat());
    Message quoted = context.getQuotedMessage();
    String text =
        quoted.getConversation().isEmpty()
            ? quoted.getExtendedTextMessage().getText()
            : quoted.getConversation();
    return new Quote(new MessageRef(chat, author.get(), id), text);
  }

  private Content reaction(Message.ReactionMessage reaction, Bytes raw) {
    Optional<MessageRef> target = target(reaction.getKey());
    return target.isPresent()
        ? new Reaction(target.get(), reaction.getText())
        : new Unsupported("reactionMessage", raw);
  }

  private Optional<Content> protocol(ProtocolMessage protocol, Bytes raw)
      throws ForbiddenContentException {
    boolean edits = protocol.getType() == ProtocolMessage.Type.MESSAGE_EDIT;
    // 6.6: zero is the default of an enumeration, so that a key alone is a revocation
    boolean revokes = protocol.getType() == ProtocolMessage.Type.REVOKE && protocol.hasKey();
    if (!edits && !revokes) {
      return Optional.empty();
    }
    Optional<MessageRef> target = target(protocol.getKey());
    if (target.isEmpty()) {
      return Optional.of(new Unsupported("protocolMessage", raw));
    }
    boolean byAuthor = target.get().author().equals(view.author().toAccount());
    if (revokes) {
      if (!byAuthor && !(view.isGroup() && view.admin())) {
        throw new ForbiddenContentException("revoke-without-right");
      }
      return Optional.of(new Revoke(target.get()));
    }
    if (!byAuthor) {
      throw new ForbiddenContentException("edit-of-anothers-message");
    }
    Message edited = protocol.getEditedMessage();
    Content content = text(edited).map(Content.class::cast).orElseGet(() -> unsupported(edited));
    return Optional.of(new Edit(target.get(), content));
  }

  private static Content unsupported(Message edited) {
    String kind =
        SetFields.of(edited).stream()
            .filter(field -> field.getNumber() != Message.MESSAGECONTEXTINFO_FIELD_NUMBER)
            .map(FieldDescriptor::getName)
            .findFirst()
            .orElse("unknown");
    return new Unsupported(kind, Bytes.wrap(edited.toByteArray()));
  }

  /** spec/features.md 6.2: a key is written from its author's perspective. */
  private Optional<MessageRef> target(MessageKey key) {
    if (!isId(key.getId())) {
      return Optional.empty();
    }
    Optional<Jid> author;
    if (key.getFromMe()) {
      author = Optional.of(view.author());
    } else if (view.isGroup()) {
      author = Jid.tryParse(key.getParticipant());
    } else {
      author = Optional.of(view.fromMe() ? view.chat() : view.own());
    }
    return author.map(jid -> new MessageRef(view.chat(), jid, key.getId()));
  }

  private static boolean isId(String id) {
    return !id.isEmpty() && id.length() <= MAX_ID;
  }
}
