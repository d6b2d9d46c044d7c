package org.amarula.sandbox.internal.phone;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.proto.history.Conversation;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.history.HistorySync.HistorySyncType;
import org.amarula.proto.history.HistorySyncMsg;
import org.amarula.proto.history.PhoneNumberToLIDMapping;
import org.amarula.proto.history.Pushname;
import org.amarula.proto.history.WebMessageInfo;
import org.amarula.proto.message.MessageKey;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;

/** The chunks of history that a phone hands to a companion (spec features.md 4.3). On the lane. */
final class History {
  private final Account account;
  private final Archive archive;
  private final Directory directory;

  History(Account account, Archive archive, Directory directory) {
    this.account = account;
    this.archive = archive;
    this.directory = directory;
  }

  /** Chats with their newest message, and who is who. */
  HistorySync bootstrap() {
    HistorySync.Builder chunk =
        HistorySync.newBuilder()
            .setSyncType(HistorySyncType.INITIAL_BOOTSTRAP)
            .setChunkOrder(1)
            .setProgress(100);
    archive.chats().forEach(chat -> chunk.addConversations(conversation(chat, 1)));
    account.contacts().forEach(contact -> chunk.addPhoneNumberToLidMappings(mapping(contact)));
    chunk.addPhoneNumberToLidMappings(mapping(account));
    chunk.setNctSalt(bytes(account.contactSalt()));
    return chunk.build();
  }

  private static PhoneNumberToLIDMapping mapping(Account account) {
    return PhoneNumberToLIDMapping.newBuilder()
        .setPnJid(account.jid(Jid.PN).toString())
        .setLidJid(account.jid(Jid.LID).toString())
        .build();
  }

  HistorySync names() {
    HistorySync.Builder chunk =
        HistorySync.newBuilder().setSyncType(HistorySyncType.PUSH_NAME).setProgress(100);
    account
        .contacts()
        .forEach(
            contact ->
                chunk.addPushnames(
                    Pushname.newBuilder()
                        .setId(contact.jid(Jid.PN).toString())
                        .setPushname(contact.name())));
    return chunk.build();
  }

  /** All messages of all chats. */
  HistorySync recent() {
    HistorySync.Builder chunk =
        HistorySync.newBuilder()
            .setSyncType(HistorySyncType.RECENT)
            .setChunkOrder(1)
            .setProgress(100);
    archive.chats().forEach(chat -> chunk.addConversations(conversation(chat, Integer.MAX_VALUE)));
    return chunk.build();
  }

  /** The messages of one chat before another one, at most so many. */
  HistorySync before(Jid chat, String oldestKnown, int count) {
    List<Archive.Entry> all = archive.newestFirst(chat);
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(oldestKnown)) {
        from = i + 1;
      }
    }
    Conversation.Builder conversation = Conversation.newBuilder().setId(chat.toString());
    all.stream()
        .skip(from)
        .limit(count)
        .forEach(
            entry -> conversation.addMessages(HistorySyncMsg.newBuilder().setMessage(info(entry))));
    return HistorySync.newBuilder()
        .setSyncType(HistorySyncType.ON_DEMAND)
        .setProgress(100)
        .addConversations(conversation)
        .build();
  }

  private Conversation conversation(Jid chat, int most) {
    List<Archive.Entry> entries = archive.newestFirst(chat);
    long newest = entries.get(0).at().getEpochSecond();
    Conversation.Builder conversation =
        Conversation.newBuilder()
            .setId(chat.toString())
            .setConversationTimestamp(newest)
            .setLastMsgTimestamp(newest);
    Optional<Account> other = directory.find(chat);
    other.ifPresent(
        contact -> conversation.setName(contact.name()).setPnJid(contact.jid(Jid.PN).toString()));
    entries.stream()
        .limit(most)
        .forEach(
            entry -> conversation.addMessages(HistorySyncMsg.newBuilder().setMessage(info(entry))));
    return conversation.build();
  }

  /** A message as histories and resends have it. */
  static WebMessageInfo info(Archive.Entry entry) {
    MessageKey.Builder key =
        MessageKey.newBuilder()
            .setRemoteJid(entry.chat().toString())
            .setFromMe(entry.fromMe())
            .setId(entry.id());
    WebMessageInfo.Builder info =
        WebMessageInfo.newBuilder()
            .setMessage(entry.message())
            .setMessageTimestamp(entry.at().getEpochSecond());
    if (entry.chat().isGroup() && !entry.fromMe()) {
      key.setParticipant(entry.author().toString());
      info.setParticipant(entry.author().toString());
    }
    return info.setKey(key).build();
  }

  /** A chunk as it travels: compressed (spec features.md 4.2). */
  static byte[] compress(HistorySync chunk) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      chunk.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("A chunk in memory cannot be compressed.", e);
    }
    return bytes.toByteArray();
  }

  static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }
}
