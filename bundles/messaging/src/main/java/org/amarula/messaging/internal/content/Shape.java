package org.amarula.messaging.internal.content;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Optional;
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
    for (FieldDescriptor field : content.getAllFields().keySet()) {
      if (field.getName().startsWith("pollCreationMessage")
          || field.getName().equals("pollUpdateMessage")) {
        return "poll";
      }
    }
    return mediaType(content).isEmpty() ? "text" : "media";
  }

  private static String edit(Message content) {
    if (content.hasPinInChatMessage()) {
      return "2";
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

  private static String mediaType(Message content) {
    return content.getAllFields().keySet().stream()
        .map(field -> mediaType(content, field))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }

  private static Optional<String> mediaType(Message content, FieldDescriptor field) {
    return Optional.ofNullable(
        switch (field.getName()) {
          case "imageMessage" -> "image";
          case "videoMessage" -> content.getVideoMessage().getGifPlayback() ? "gif" : "video";
          case "audioMessage" -> content.getAudioMessage().getPtt() ? "ptt" : "audio";
          case "documentMessage" -> "document";
          case "stickerMessage" -> "sticker";
          case "contactMessage" -> "vcard";
          case "contactsArrayMessage" -> "contact_array";
          case "liveLocationMessage" -> "livelocation";
          case "listMessage" -> "list";
          case "listResponseMessage" -> "list_response";
          case "buttonsResponseMessage" -> "buttons_response";
          case "orderMessage" -> "order";
          case "productMessage" -> "product";
          case "interactiveResponseMessage" -> "native_flow_response";
          case "groupInviteMessage" -> "url";
          case "extendedTextMessage" ->
              content.getExtendedTextMessage().getTitle().isEmpty() ? null : "url";
          default -> null;
        });
  }
}
