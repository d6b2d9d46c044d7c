package org.amarula.messaging.internal.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.history.PhoneNumberToLIDMapping;

/**
 * One chunk of history (spec/features.md 4.2, 4.3), inflated and read part by part, conversation by
 * conversation, without their messages. However long it is, up to 512 MiB inflated, it takes some
 * 50 KiB beside the compressed file, plus what of one part is to be learnt: at most 128 names and
 * tokens of at most 1 KiB each. For one thread at a time; must be closed.
 */
final class HistoryChunk implements AutoCloseable {
  /** The longest chunk, inflated. */
  static final long MOST_BYTES = 512L * 1024 * 1024;

  private static final int PART = 64; // the pairs that are learnt in one batch
  private static final int STRIDE = 4 * 1024 * 1024; // bytes after which others have their turn

  private static final int TYPE = ProtoFields.number(HistorySync.SYNCTYPE_FIELD_NUMBER);
  private static final int CHAT = ProtoFields.block(HistorySync.CONVERSATIONS_FIELD_NUMBER);
  private static final int ORDER = ProtoFields.number(HistorySync.CHUNKORDER_FIELD_NUMBER);
  private static final int PROGRESS = ProtoFields.number(HistorySync.PROGRESS_FIELD_NUMBER);
  private static final int PAIR =
      ProtoFields.block(HistorySync.PHONENUMBERTOLIDMAPPINGS_FIELD_NUMBER);
  private static final int PAIR_PN = ProtoFields.block(PhoneNumberToLIDMapping.PNJID_FIELD_NUMBER);
  private static final int PAIR_LID =
      ProtoFields.block(PhoneNumberToLIDMapping.LIDJID_FIELD_NUMBER);
  private static final int SALT = ProtoFields.block(HistorySync.NCTSALT_FIELD_NUMBER);

  private final Inflated stream;
  private final ProtoFields fields;
  private ChunkPart part = new ChunkPart();
  private int type;
  private int order;
  private int progress;
  private int conversations;
  private Bytes salt = Bytes.EMPTY;
  private boolean ended;

  HistoryChunk(InputStream compressed) {
    this(compressed, MOST_BYTES);
  }

  /** With another bound. */
  HistoryChunk(InputStream compressed, long mostBytes) {
    stream = new Inflated(compressed, mostBytes);
    fields = new ProtoFields(stream);
  }

  /** Reads on, for some milliseconds at most; nothing when the chunk has ended. */
  Optional<ChunkPart> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    part = new ChunkPart();
    int begun = fields.position();
    while (part.pairs().size() < PART
        && part.tokens().size() < PART
        && fields.position() - begun < STRIDE) {
      if (!fields.next(this::field)) {
        ended = true;
        break;
      }
    }
    return Optional.of(part);
  }

  private boolean field(int tag) throws IOException {
    if (tag == CHAT) {
      conversations++;
      ConversationNames.read(fields).addTo(part);
    } else if (tag == PAIR) {
      pair();
    } else if (tag == TYPE) {
      type = (int) fields.number();
    } else if (tag == ORDER) {
      order = (int) fields.number();
    } else if (tag == PROGRESS) {
      progress = (int) fields.number();
    } else if (tag == SALT) {
      salt = Bytes.wrap(fields.bytes());
    } else {
      return false;
    }
    return true;
  }

  private void pair() throws IOException {
    Jid[] names = new Jid[2];
    fields.message(
        tag -> {
          if (tag != PAIR_PN && tag != PAIR_LID) {
            return false;
          }
          names[tag == PAIR_PN ? 0 : 1] = ConversationNames.person(fields.text()).orElse(null);
          return true;
        });
    if (names[0] != null && names[1] != null) {
      part.addPair(names[0], names[1]);
    }
  }

  /** The number of its kind; all of it must have been read, as for what follows. */
  int type() {
    return type;
  }

  /** Its number among those of its kind. */
  int order() {
    return order;
  }

  /** How much of its kind has come with it, in percent. */
  int progress() {
    return progress;
  }

  /** How many conversations were in it. */
  int conversations() {
    return conversations;
  }

  /** The salt of tokens for contacts without one, or empty. */
  Bytes salt() {
    return salt;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
