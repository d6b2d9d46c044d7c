package org.amarula.messaging.internal.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amarula.api.event.Aliases;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.content.Viewpoint;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.account.StoredInboxRow;

/** Messages as rows of the inbox, and rows as events. */
public final class Rows {
  private Rows() {}

  /** The row of a message; {@code other} knows the other name of an account. */
  static StoredInboxRow of(
      Envelope envelope, byte[] plaintext, OwnAddress own, Function<Jid, Optional<Jid>> other) {
    Jid author = Accounts.of(envelope.author());
    StoredInboxRow.Builder row = StoredInboxRow.newBuilder();
    other.apply(envelope.chat()).ifPresent(alias -> row.setChatAlias(alias.toString()));
    other.apply(author).ifPresent(alias -> row.setAuthorAlias(alias.toString()));
    return row.setChat(envelope.chat().toString())
        .setAuthor(author.toString())
        .setId(envelope.id())
        .setMessage(ByteString.copyFrom(plaintext))
        .setAtMillis(envelope.at().toEpochMilli())
        .setFromMe(envelope.fromMe())
        .setPushName(envelope.pushName())
        .setOffline(envelope.isBacklog())
        .setOwn(own(envelope, own).toString())
        .build();
  }

  /** The event of a row; nothing when this version finds no content in it. */
  public static Optional<MessageReceived> event(StoredInboxRow row, boolean redelivered) {
    try {
      // The destination of a copy and the author's rights were checked before the row was made.
      Reading reading = MessageReader.read(row.getMessage().toByteArray(), view(row), chat -> true);
      return reading
          .content()
          .map(
              content ->
                  new MessageReceived(
                      Jid.parse(row.getChat()),
                      Jid.parse(row.getAuthor()),
                      row.getId(),
                      Instant.ofEpochMilli(row.getAtMillis()),
                      row.getFromMe(),
                      redelivered,
                      row.getPushName(),
                      content,
                      aliases(row)));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Aliases aliases(StoredInboxRow row) {
    Map<Jid, Jid> others = new HashMap<>();
    if (row.hasChatAlias()) {
      others.put(Jid.parse(row.getChat()), Jid.parse(row.getChatAlias()));
    }
    if (row.hasAuthorAlias()) {
      others.put(Jid.parse(row.getAuthor()), Jid.parse(row.getAuthorAlias()));
    }
    return others.isEmpty() ? Aliases.NONE : new Aliases(others);
  }

  /** From where a message is read while it is opened. */
  static Viewpoint view(Envelope envelope, OwnAddress own, boolean admin) {
    return new Viewpoint(
        envelope.chat(),
        Accounts.of(envelope.author()),
        own(envelope, own),
        envelope.fromMe(),
        admin);
  }

  private static Viewpoint view(StoredInboxRow row) {
    Jid author = Jid.parse(row.getAuthor());
    return new Viewpoint(
        Jid.parse(row.getChat()),
        author,
        Jid.tryParse(row.getOwn()).orElse(author),
        row.getFromMe(),
        true);
  }

  // named as the chat names accounts
  private static Jid own(Envelope envelope, OwnAddress own) {
    boolean group = envelope.chat().isGroup() || envelope.chat().isBroadcast();
    Jid named = envelope.fromMe() && !group ? envelope.chat() : envelope.author();
    return (Accounts.of(named).isLid() ? own.lid() : own.pn()).toUser();
  }
}
