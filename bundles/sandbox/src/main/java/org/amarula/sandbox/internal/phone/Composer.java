package org.amarula.sandbox.internal.phone;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.api.Bytes;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.proto.message.MessageKey;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneMedia;

/** Writes what a phone wants to say (spec features.md 6.1 to 6.7). On the lane. */
final class Composer {
  private final Directory directory;
  private final Archive archive;
  private final MediaStore media;
  private final SecureRandom random;
  private final Clock clock;

  Composer(Directory directory, Archive archive, PhoneTools tools) {
    this.directory = directory;
    this.archive = archive;
    this.media = tools.media();
    this.random = tools.random();
    this.clock = tools.clock();
  }

  /**
   * The message.
   *
   * @param server the kind of addresses in its chat
   * @throws IllegalArgumentException when it is about a message that this phone does not know
   */
  Draft write(PhoneContent content, String server) {
    if (content instanceof PhoneContent.Text text) {
      return Draft.of(text(text, server), "text");
    }
    if (content instanceof PhoneContent.Reaction reaction) {
      return reaction(reaction);
    }
    if (content instanceof PhoneContent.Edit edit) {
      ProtocolMessage.Builder protocol =
          protocol(edit.target(), ProtocolMessage.Type.MESSAGE_EDIT)
              .setEditedMessage(Contents.text(edit.text()))
              .setTimestampMs(clock.millis());
      return new Draft(wrap(protocol), "text", "1", "");
    }
    if (content instanceof PhoneContent.Revoke revoke) {
      ProtocolMessage.Builder protocol = protocol(revoke.target(), ProtocolMessage.Type.REVOKE);
      String edit = protocol.getKey().getFromMe() ? "7" : "8";
      return new Draft(wrap(protocol), "text", edit, "");
    }
    if (content instanceof PhoneContent.Image image) {
      return media(
          new PhoneMedia(MediaKind.IMAGE, image.mimeType(), "", image.caption(), image.content()));
    }
    if (content instanceof PhoneContent.Media file) {
      return media(file.file());
    }
    return raw(((PhoneContent.Raw) content).message());
  }

  private static Message wrap(ProtocolMessage.Builder protocol) {
    return Message.newBuilder().setProtocolMessage(protocol).build();
  }

  private Message text(PhoneContent.Text text, String server) {
    if (text.mentions().isEmpty() && text.quoted().isEmpty()) {
      return Contents.text(text.text());
    }
    ContextInfo.Builder context = ContextInfo.newBuilder();
    for (String phone : text.mentions()) {
      context.addMentionedJid(directory.account(phone, "").jid(server).toString());
    }
    if (!text.quoted().isEmpty()) {
      Archive.Entry quoted = entry(text.quoted());
      context
          .setStanzaId(quoted.id())
          .setParticipant(quoted.author().toUser().toString())
          .setQuotedMessage(quoted.message());
    }
    return Message.newBuilder()
        .setExtendedTextMessage(
            Message.ExtendedTextMessage.newBuilder().setText(text.text()).setContextInfo(context))
        .build();
  }

  private Draft reaction(PhoneContent.Reaction reaction) {
    Message message =
        Message.newBuilder()
            .setReactionMessage(
                Message.ReactionMessage.newBuilder()
                    .setKey(key(entry(reaction.target())))
                    .setText(reaction.emoji())
                    .setSenderTimestampMs(clock.millis()))
            .build();
    return new Draft(message, "reaction", reaction.emoji().isEmpty() ? "7" : "", "");
  }

  private ProtocolMessage.Builder protocol(String target, ProtocolMessage.Type type) {
    return ProtocolMessage.newBuilder().setKey(key(entry(target))).setType(type);
  }

  /** Spec features.md 6.2: a key is written from the writer's perspective. */
  private static MessageKey key(Archive.Entry entry) {
    MessageKey.Builder key =
        MessageKey.newBuilder()
            .setRemoteJid(entry.chat().toString())
            .setFromMe(entry.fromMe())
            .setId(entry.id());
    if (!entry.fromMe() && (entry.chat().isGroup() || entry.chat().isBroadcast())) {
      key.setParticipant(entry.author().toUser().toString());
    }
    return key.build();
  }

  private Archive.Entry entry(String id) {
    return archive
        .find(id)
        .orElseThrow(() -> new IllegalArgumentException("The phone knows no message " + id + "."));
  }

  private Draft media(PhoneMedia file) {
    MediaForm form = MediaForm.of(file.kind());
    SealedFile sealed = SealedFile.of(file.content().toArray(), form.info(), random);
    Blob blob = media.put(form.path(), sealed.content().toArray());
    Message message = form.write(file, sealed, blob.directPath(), clock.instant());
    return new Draft(message, "media", "", form.mediatype());
  }

  private static Draft raw(Bytes bytes) {
    try {
      Message message = Message.parseFrom(bytes.toArray());
      return MediaForm.of(Contents.unwrap(message))
          .map(form -> new Draft(message, "media", "", form.mediatype()))
          .orElseGet(() -> Draft.of(message, "text"));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("These bytes are no message.", e);
    }
  }
}
