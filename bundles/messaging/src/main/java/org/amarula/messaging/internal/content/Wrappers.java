package org.amarula.messaging.internal.content;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.FutureProofMessage;

/**
 * The fields of a Message that hold another Message, spec/signal.md 7.3 step 7. By their getters: a
 * look by descriptors has all accessors of all fields loaded, in the middle of the first message.
 */
public final class Wrappers {
  // those with an order in the specification first, the others by their numbers
  private static final List<Function<Message, FutureProofMessage>> WRAPPERS =
      List.of(
          Message::getBotInvokeMessage,
          Message::getEphemeralMessage,
          Message::getViewOnceMessage,
          Message::getViewOnceMessageV2,
          Message::getViewOnceMessageV2Extension,
          Message::getLottieStickerMessage,
          Message::getDocumentWithCaptionMessage,
          Message::getEditedMessage,
          Message::getGroupMentionedMessage,
          Message::getEventCoverImage,
          Message::getStatusMentionMessage,
          Message::getPollCreationOptionImageMessage,
          Message::getAssociatedChildMessage,
          Message::getGroupStatusMentionMessage,
          Message::getPollCreationMessageV4,
          Message::getStatusAddYours,
          Message::getGroupStatusMessage,
          Message::getLimitSharingMessage,
          Message::getBotTaskMessage,
          Message::getQuestionMessage,
          Message::getGroupStatusMessageV2,
          Message::getBotForwardedMessage,
          Message::getQuestionReplyMessage,
          Message::getNewsletterAdminProfileMessage,
          Message::getSpoilerMessage,
          Message::getNewsletterAdminProfileStatusMessage,
          Message::getBotPlatformRegistrationSuccessMessage);

  private Wrappers() {}

  /** The Message in the first wrapper that is set. */
  public static Optional<Message> inner(Message message) {
    for (Function<Message, FutureProofMessage> wrapper : WRAPPERS) {
      FutureProofMessage wrapped = wrapper.apply(message); // an empty one when it is not set
      if (wrapped.hasMessage()) {
        return Optional.of(wrapped.getMessage());
      }
    }
    return Optional.empty();
  }

  /** The Message inside all wrappers, at most {@code depth} of them. */
  static Message innermost(Message message, int depth) {
    Message found = message;
    for (int i = 0; i < depth; i++) {
      Optional<Message> inner = inner(found);
      if (inner.isEmpty()) {
        return found;
      }
      found = inner.get();
    }
    return found;
  }
}
