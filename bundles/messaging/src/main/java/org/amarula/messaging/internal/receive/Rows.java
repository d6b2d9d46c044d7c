package org.amarula.messaging.internal.receive;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.proto.account.StoredInboxRow;

/** Messages as rows of the inbox, and rows as events. */
public final class Rows {
  private Rows() {}

  static StoredInboxRow of(Envelope envelope, byte[] plaintext) {
    return StoredInboxRow.newBuilder()
        .setChat(envelope.chat().toString())
        .setAuthor(Accounts.of(envelope.author()).toString())
        .setId(envelope.id())
        .setMessage(ByteString.copyFrom(plaintext))
        .setAtMillis(envelope.at().toEpochMilli())
        .setFromMe(envelope.fromMe())
        .setPushName(envelope.pushName())
        .setOffline(envelope.isBacklog())
        .build();
  }

  /** The event of a row; nothing when this version finds no content in it. */
  public static Optional<MessageReceived> event(StoredInboxRow row, boolean redelivered) {
    try {
      // The destination of a copy was compared before the row was made.
      Reading reading =
          MessageReader.read(row.getMessage().toByteArray(), row.getFromMe(), chat -> true);
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
                      content));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
