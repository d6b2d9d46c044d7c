package org.amarula.sandbox.internal.phone;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message.Builder;
import com.google.protobuf.MessageOrBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneMedia;

/** How each kind of media is written in a message (spec features.md 2.2, 6.1). */
enum MediaForm {
  IMAGE(MediaKind.IMAGE, "image", "imageMessage", "Image", "image"),
  VIDEO(MediaKind.VIDEO, "video", "videoMessage", "Video", "video"),
  VOICE(MediaKind.VOICE, "audio", "audioMessage", "Audio", "ptt"),
  AUDIO(MediaKind.AUDIO, "audio", "audioMessage", "Audio", "audio"),
  DOCUMENT(MediaKind.DOCUMENT, "document", "documentMessage", "Document", "document"),
  STICKER(MediaKind.STICKER, "image", "stickerMessage", "Image", "sticker");

  private final MediaKind kind;
  private final String path;
  private final FieldDescriptor field;
  private final String info;
  private final String mediatype;

  MediaForm(MediaKind kind, String path, String field, String info, String mediatype) {
    this.kind = kind;
    this.path = path;
    this.field = Message.getDescriptor().findFieldByName(field);
    this.info = "WhatsApp " + info + " Keys";
    this.mediatype = mediatype;
  }

  static MediaForm of(MediaKind kind) {
    return Arrays.stream(values()).filter(form -> form.kind == kind).findFirst().orElseThrow();
  }

  /** The form of a message without wrappers, if it holds media. */
  static Optional<MediaForm> of(Message message) {
    return Arrays.stream(values()).filter(form -> form.fits(message)).findFirst();
  }

  private boolean fits(Message message) {
    boolean voice = message.getAudioMessage().getPtt();
    return message.hasField(field) && (this != VOICE || voice);
  }

  MediaKind kind() {
    return kind;
  }

  String info() {
    return info;
  }

  String path() {
    return path;
  }

  String mediatype() {
    return mediatype;
  }

  /** The message for a file that was uploaded. */
  Message write(PhoneMedia media, SealedFile file, String directPath, Instant now) {
    Message.Builder message = Message.newBuilder();
    Builder part = message.newBuilderForField(field);
    set(part, "mimetype", media.type());
    set(part, "directPath", directPath);
    set(part, "mediaKey", ByteString.copyFrom(file.mediaKey().toArray()));
    set(part, "fileSha256", ByteString.copyFrom(file.plainHash().toArray()));
    set(part, "fileEncSha256", ByteString.copyFrom(file.hash().toArray()));
    set(part, "fileLength", file.plainLength());
    set(part, "mediaKeyTimestamp", now.getEpochSecond());
    if (this == VOICE) {
      set(part, "ptt", true);
    }
    if (!media.caption().isEmpty()) {
      set(part, "caption", media.caption());
    }
    if (!media.name().isEmpty()) {
      set(part, "fileName", media.name());
    }
    return message.setField(field, part.build()).build();
  }

  private void set(Builder part, String name, Object value) {
    FieldDescriptor known = part.getDescriptorForType().findFieldByName(name);
    if (known == null) {
      throw new IllegalArgumentException("Media of the kind " + kind.text() + " has no " + name);
    }
    part.setField(known, value);
  }

  private MessageOrBuilder part(Message message) {
    return (MessageOrBuilder) message.getField(field);
  }

  private static String text(MessageOrBuilder part, String name) {
    FieldDescriptor known = part.getDescriptorForType().findFieldByName(name);
    return known == null ? "" : (String) part.getField(known);
  }

  private static byte[] bytes(MessageOrBuilder part, String name) {
    FieldDescriptor known = part.getDescriptorForType().findFieldByName(name);
    return ((ByteString) part.getField(known)).toByteArray();
  }

  String caption(Message message) {
    return text(part(message), "caption");
  }

  String directPath(Message message) {
    return text(part(message), "directPath");
  }

  byte[] mediaKey(Message message) {
    return bytes(part(message), "mediaKey");
  }

  /** The file of a message, opened. */
  PhoneMedia read(Message message, byte[] content) {
    MessageOrBuilder part = part(message);
    return new PhoneMedia(
        kind,
        text(part, "mimetype"),
        text(part, "fileName"),
        text(part, "caption"),
        Bytes.copyOf(content));
  }
}
