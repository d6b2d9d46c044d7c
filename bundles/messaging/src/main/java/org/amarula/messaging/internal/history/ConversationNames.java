package org.amarula.messaging.internal.history;

import java.io.IOException;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.stanza.Accounts;
import org.amarula.proto.history.Conversation;
import org.amarula.proto.history.HistorySyncMsg;
import org.amarula.proto.history.UserReceipt;
import org.amarula.proto.history.WebMessageInfo;
import org.amarula.proto.message.MessageKey;

/** What one conversation tells of its contact (spec/features.md 4.4); its messages are skipped. */
final class ConversationNames {
  private static final int ID = ProtoFields.block(Conversation.ID_FIELD_NUMBER);
  private static final int MESSAGES = ProtoFields.block(Conversation.MESSAGES_FIELD_NUMBER);
  private static final int PN = ProtoFields.block(Conversation.PNJID_FIELD_NUMBER);
  private static final int LID = ProtoFields.block(Conversation.LIDJID_FIELD_NUMBER);
  private static final int TOKEN = ProtoFields.block(Conversation.TCTOKEN_FIELD_NUMBER);
  private static final int TOKEN_TIME =
      ProtoFields.number(Conversation.TCTOKENTIMESTAMP_FIELD_NUMBER);
  private static final int SENT_TIME =
      ProtoFields.number(Conversation.TCTOKENSENDERTIMESTAMP_FIELD_NUMBER);
  private static final int MESSAGE = ProtoFields.block(HistorySyncMsg.MESSAGE_FIELD_NUMBER);
  private static final int KEY = ProtoFields.block(WebMessageInfo.KEY_FIELD_NUMBER);
  private static final int RECEIPT = ProtoFields.block(WebMessageInfo.USERRECEIPT_FIELD_NUMBER);
  private static final int FROM_ME = ProtoFields.number(MessageKey.FROMME_FIELD_NUMBER);
  private static final int READER = ProtoFields.block(UserReceipt.USERJID_FIELD_NUMBER);

  private final ProtoFields fields;
  private Optional<Jid> id = Optional.empty();
  private Optional<Jid> pn = Optional.empty();
  private Optional<Jid> lid = Optional.empty();
  private Optional<Jid> reader = Optional.empty();
  private Bytes token = Bytes.EMPTY;
  private long tokenSeconds;
  private long sentSeconds;

  private boolean fromMe; // of the message that is read now
  private Optional<Jid> firstReader = Optional.empty(); // of the message that is read now

  private ConversationNames(ProtoFields fields) {
    this.fields = fields;
  }

  /** Reads the conversation that comes next. */
  static ConversationNames read(ProtoFields fields) throws IOException {
    ConversationNames read = new ConversationNames(fields);
    fields.message(read::field);
    return read;
  }

  private boolean field(int tag) throws IOException {
    if (tag == MESSAGES) {
      return messages();
    } else if (tag == ID) {
      id = person(fields.text());
    } else if (tag == PN) {
      pn = person(fields.text()).filter(Jid::isPn);
    } else if (tag == LID) {
      lid = person(fields.text()).filter(Jid::isLid);
    } else if (tag == TOKEN) {
      token = Bytes.wrap(fields.bytes());
    } else if (tag == TOKEN_TIME) {
      tokenSeconds = fields.number();
    } else if (tag == SENT_TIME) {
      sentSeconds = fields.number();
    } else {
      return false;
    }
    return true;
  }

  // Messages come before pnJid: who read ours is noted for a chat that turns out to have none.
  private boolean messages() throws IOException {
    if (reader.isPresent() || id.filter(Jid::isLid).isEmpty()) {
      return false;
    }
    fields.message(tag -> tag == MESSAGE && message());
    return true;
  }

  private boolean message() throws IOException {
    fromMe = false;
    firstReader = Optional.empty();
    fields.message(
        tag -> {
          if (tag == KEY) {
            fields.message(this::key);
          } else if (tag == RECEIPT) {
            fields.message(this::receipt);
          } else {
            return false;
          }
          return true;
        });
    reader = fromMe ? firstReader : reader;
    return true;
  }

  private boolean key(int tag) throws IOException {
    fromMe = tag == FROM_ME ? fields.number() != 0 : fromMe;
    return tag == FROM_ME;
  }

  private boolean receipt(int tag) throws IOException {
    if (tag != READER) {
      return false;
    }
    Optional<Jid> found = person(fields.text()).filter(Jid::isPn);
    firstReader = firstReader.or(() -> found);
    return true;
  }

  /** The account of a person, with numbers under their present server (spec/features.md 4.4). */
  static Optional<Jid> person(String text) {
    return Jid.tryParse(text)
        .map(jid -> jid.server().equals(Jid.LEGACY_PN) ? Jid.of(jid.user(), Jid.PN) : jid)
        .map(Accounts::of)
        .filter(Accounts::isPerson);
  }

  /** Adds what it tells. */
  void addTo(ChunkPart part) {
    if (id.isEmpty()) {
      return; // a group, or a bot
    }
    Jid contact = id.get();
    // by the form of the id: a chat by hidden id may echo itself in lidJid
    Optional<Jid> other = contact.isLid() ? pn.or(() -> reader) : lid;
    other.ifPresent(name -> part.addPair(contact, name));
    if (!token.isEmpty() && tokenSeconds > 0) {
      part.tokens().put(contact, new ChunkPart.Token(token, tokenSeconds, sentSeconds));
    }
  }
}
