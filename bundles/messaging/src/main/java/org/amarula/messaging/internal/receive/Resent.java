package org.amarula.messaging.internal.receive;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.internal.address.Mappings;
import org.amarula.messaging.internal.placeholder.Placeholders;
import org.amarula.messaging.internal.stanza.Envelope;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.amarula.proto.account.StoredInboxRow;
import org.amarula.proto.history.WebMessageInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage.PeerDataOperationResult;
import org.amarula.proto.message.MessageKey;

/** Messages that our phone sent again because we asked, spec/signal.md 7.7 and 9.1. */
final class Resent {
  private static final int MAX_DEPTH = 34; // a Message of 32 levels, inside two
  private static final int MAX_BYTES = 1 << 20;

  private final Placeholders placeholders;
  private final Mappings mappings;

  Resent(Placeholders placeholders, Mappings mappings) {
    this.placeholders = placeholders;
    this.mappings = mappings;
  }

  /**
   * What came of an answer.
   *
   * @param asked the message as it was first delivered, when there is one to show
   * @param row its row
   * @param refusal why the answer is dropped, or empty
   */
  record Answer(Optional<Envelope> asked, Optional<StoredInboxRow> row, String refusal) {
    static Answer refused(String reason) {
      return new Answer(Optional.empty(), Optional.empty(), reason);
    }
  }

  /** Reads an answer; who wrote what, and where, is taken from what we asked for. */
  Answer read(
      Envelope envelope, Message.PeerDataOperationRequestResponseMessage response, OwnAddress own) {
    if (!envelope.fromMe() || envelope.author().device() != 0) {
      return Answer.refused("peer-answer-not-of-the-phone");
    }
    Optional<Envelope> asked = placeholders.asked(response.getStanzaId());
    if (asked.isEmpty()) {
      return Answer.refused("peer-answer-not-asked-for");
    }
    for (PeerDataOperationResult result : response.getPeerDataOperationResultList()) {
      if (!result.hasPlaceholderMessageResendResponse()) {
        continue;
      }
      try {
        WebMessageInfo info =
            parse(
                result
                    .getPlaceholderMessageResendResponse()
                    .getWebMessageInfoBytes()
                    .toByteArray());
        if (!isOf(info.getKey(), asked.get())) {
          return Answer.refused("peer-answer-about-another-message");
        }
        byte[] message = info.getMessage().toByteArray();
        Reading reading =
            MessageReader.read(message, Rows.view(asked.get(), own, false), chat -> false);
        if (!reading.refusal().isEmpty()) {
          return Answer.refused(reading.refusal());
        }
        return new Answer(
            asked,
            reading.content().map(content -> Rows.of(asked.get(), message, own, mappings::other)),
            "");
      } catch (InvalidProtocolBufferException e) {
        return Answer.refused("peer-answer-malformed");
      }
    }
    return new Answer(Optional.empty(), Optional.empty(), ""); // the phone does not have it either
  }

  private boolean isOf(MessageKey key, Envelope asked) {
    boolean author =
        asked.participant().isEmpty()
            || key.getFromMe()
            || names(key.getParticipant(), asked.author());
    return key.getId().equals(asked.id())
        && key.getFromMe() == asked.fromMe()
        && names(key.getRemoteJid(), asked.chat())
        && author;
  }

  private boolean names(String name, Jid account) {
    return Jid.tryParse(name).filter(jid -> mappings.same(jid, account)).isPresent();
  }

  private static WebMessageInfo parse(byte[] bytes) throws InvalidProtocolBufferException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidProtocolBufferException("The message is too long.");
    }
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(MAX_DEPTH);
    try {
      return WebMessageInfo.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }
}
