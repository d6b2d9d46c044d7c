package org.amarula.sandbox.internal.phone;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.sandbox.report.ReceivedMessage;

/**
 * What a content says, as a {@link ReceivedMessage} tells it.
 *
 * @param target the id of the message that it is about, else empty
 * @param mentions the addresses that it mentions
 */
record Meaning(String kind, String text, String target, List<String> mentions) {
  /** Kinds that belong to another message and are none of their own. */
  static final Set<String> CHANGES = Set.of("reaction", "edit", "revoke", "vote", "empty", "other");

  static final Meaning UNREADABLE = new Meaning("undecryptable", "", "");

  private Meaning(String kind, String text, String target) {
    this(kind, text, target, List.of());
  }

  static Meaning of(Message wrapped) {
    Message message = Contents.unwrap(wrapped);
    if (message.hasConversation()) {
      return new Meaning("text", message.getConversation(), "");
    }
    if (message.hasExtendedTextMessage()) {
      var text = message.getExtendedTextMessage();
      ContextInfo context = text.getContextInfo();
      return new Meaning(
          "text",
          text.getText(),
          context.getStanzaId(),
          List.copyOf(context.getMentionedJidList()));
    }
    if (message.hasReactionMessage()) {
      var reaction = message.getReactionMessage();
      return new Meaning("reaction", reaction.getText(), reaction.getKey().getId());
    }
    Optional<MediaForm> media = MediaForm.of(message);
    if (media.isPresent()) {
      return new Meaning(media.get().kind().text(), media.get().caption(message), "");
    }
    return message.hasProtocolMessage() ? of(message.getProtocolMessage()) : rare(message);
  }

  private static Meaning of(ProtocolMessage protocol) {
    String target = protocol.getKey().getId();
    if (protocol.getType() == ProtocolMessage.Type.MESSAGE_EDIT) {
      return new Meaning("edit", of(protocol.getEditedMessage()).text(), target);
    }
    boolean revoke = protocol.hasKey() && protocol.getType() == ProtocolMessage.Type.REVOKE;
    return revoke ? new Meaning("revoke", "", target) : new Meaning("other", "", "");
  }

  private static Meaning rare(Message message) {
    if (message.hasPollUpdateMessage()) {
      String poll = message.getPollUpdateMessage().getPollCreationMessageKey().getId();
      return new Meaning("vote", "", poll);
    }
    if (message.hasLocationMessage()) {
      return new Meaning("location", message.getLocationMessage().getName(), "");
    }
    if (message.hasContactMessage()) {
      return new Meaning("contact", message.getContactMessage().getDisplayName(), "");
    }
    Optional<String> poll = poll(message);
    if (poll.isPresent()) {
      return new Meaning("poll", poll.get(), "");
    }
    return new Meaning(message.getAllFields().isEmpty() ? "empty" : "other", "", "");
  }

  private static Optional<String> poll(Message message) {
    return message.getAllFields().values().stream()
        .filter(Message.PollCreationMessage.class::isInstance)
        .map(each -> ((Message.PollCreationMessage) each).getName())
        .findFirst();
  }
}
