package org.amarula.messaging.internal.content;

import org.amarula.proto.message.KeepType;
import org.amarula.proto.message.Message;

/**
 * The attributes that a message's content gives its stanza, spec/signal.md 5.2 and 5.7,
 * spec/features.md 6.1.
 *
 * @param type the attribute {@code type} of the stanza
 * @param edit the attribute {@code edit} of the stanza, or empty
 * @param mediaType the attribute {@code mediatype} of each {@code enc}, or empty
 * @param hidden whether a failed decryption is not to be shown
 */
public record Shape(String type, String edit, String mediaType, boolean hidden) {
  private static final int MAX_WRAPPERS = 8;

  /** The shape of a message. */
  public static Shape of(Message message) {
    Message content = Wrappers.innermost(message, MAX_WRAPPERS);
    String edit = edit(content);
    String type = type(content);
    boolean vote = content.hasPollUpdateMessage();
    boolean reaction = type.equals("reaction");
    return new Shape(type, edit, mediaType(content), !edit.isEmpty() || reaction || vote);
  }

  private static String type(Message content) {
    if (content.hasReactionMessage() || content.hasEncReactionMessage()) {
      return "reaction";
    }
    if (content.hasEventMessage()) {
      return "event";
    }
    if (isPoll(content)) {
      return "poll";
    }
    return mediaType(content).isEmpty() ? "text" : "media";
  }

  private static boolean isPoll(Message content) {
    return content.hasPollCreationMessage()
        || content.hasPollCreationMessageV2()
        || content.hasPollCreationMessageV3()
        || content.hasPollCreationMessageV4()
        || content.hasPollCreationMessageV5()
        || content.hasPollCreationMessageV6()
        || content.hasPollUpdateMessage();
  }

  private static String edit(Message content) {
    if (content.hasPinInChatMessage()) {
      return "2";
    }
    if (content.getKeepInChatMessage().getKeepType() == KeepType.UNDO_KEEP_FOR_ALL) {
      return "7";
    }
    if (content.hasReactionMessage()) {
      return content.getReactionMessage().getText().isEmpty() ? "7" : "";
    }
    if (!content.hasProtocolMessage()) {
      return "";
    }
    Message.ProtocolMessage protocol = content.getProtocolMessage();
    return switch (protocol.getType()) {
      case MESSAGE_EDIT -> "1";
      case REVOKE -> protocol.getKey().getFromMe() ? "7" : "8";
      default -> "";
    };
  }

  // By the number of the field, the lowest that is set decides.
  private static String mediaType(Message content) {
    if (content.hasImageMessage()) {
      return "image";
    }
    if (content.hasContactMessage()) {
      return "vcard";
    }
    if (!content.getExtendedTextMessage().getTitle().isEmpty()) {
      return "url";
    }
    if (content.hasDocumentMessage()) {
      return "document";
    }
    if (content.hasAudioMessage()) {
      return content.getAudioMessage().getPtt() ? "ptt" : "audio";
    }
    if (content.hasVideoMessage()) {
      return content.getVideoMessage().getGifPlayback() ? "gif" : "video";
    }
    if (content.hasContactsArrayMessage()) {
      return "contact_array";
    }
    if (content.hasLiveLocationMessage()) {
      return "livelocation";
    }
    if (content.hasStickerMessage()) {
      return "sticker";
    }
    if (content.hasGroupInviteMessage()) {
      return "url";
    }
    if (content.hasProductMessage()) {
      return "product";
    }
    if (content.hasListMessage()) {
      return "list";
    }
    if (content.hasOrderMessage()) {
      return "order";
    }
    if (content.hasListResponseMessage()) {
      return "list_response";
    }
    if (content.hasButtonsResponseMessage()) {
      return "buttons_response";
    }
    if (content.hasInteractiveResponseMessage()) {
      return "native_flow_response";
    }
    return "";
  }
}
