package org.amarula.messaging.internal.history;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.media.MediaRetryCipher;
import org.amarula.messaging.internal.link.Link;
import org.amarula.proto.media.MediaRetryNotification;
import org.amarula.proto.media.ServerErrorReceipt;

/** The request for a history file that is gone, and its answer (spec/features.md 2.6). */
final class Reuploads {
  private static final int IV = 12;

  private final SecureRandom random;

  Reuploads(SecureRandom random) {
    this.random = random;
  }

  /** The receipt that asks our phone to upload the file of a message again. */
  Node request(Link link, String messageId, byte[] mediaKey) {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    byte[] asked = ServerErrorReceipt.newBuilder().setStanzaId(messageId).build().toByteArray();
    byte[] sealed = new MediaRetryCipher(mediaKey).seal(messageId, iv, asked);
    Node encrypt =
        Node.builder("encrypt")
            .child(Node.builder("enc_p").bytes(sealed).build())
            .child(Node.builder("enc_iv").bytes(iv).build())
            .build();
    return Node.builder("receipt")
        .attribute("id", messageId)
        .attribute("to", link.own().pn().toUser())
        .attribute("type", "server-error")
        .attribute("category", "peer")
        .child(encrypt)
        .build();
  }

  /** The new direct path; nothing when the phone has none, or another than it answered. */
  static Optional<String> directPath(Node answer, String messageId, byte[] mediaKey) {
    Optional<byte[]> sealed = part(answer, "enc_p");
    Optional<byte[]> iv = part(answer, "enc_iv");
    if (sealed.isEmpty() || iv.isEmpty()) {
      return Optional.empty(); // an error in clear
    }
    try {
      MediaRetryNotification told =
          MediaRetryNotification.parseFrom(
              new MediaRetryCipher(mediaKey).open(messageId, iv.get(), sealed.get()));
      boolean there = told.getResult() == MediaRetryNotification.ResultType.SUCCESS;
      return Optional.of(told.getDirectPath()).filter(path -> there && !path.isEmpty());
    } catch (InvalidCiphertextException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> part(Node answer, String tag) {
    return answer
        .child("encrypt")
        .flatMap(encrypt -> encrypt.child(tag))
        .flatMap(Node::contentAsBytes);
  }
}
