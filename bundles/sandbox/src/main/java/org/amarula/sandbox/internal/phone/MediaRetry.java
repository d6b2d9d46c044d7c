package org.amarula.sandbox.internal.phone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.proto.media.MediaRetryNotification;
import org.amarula.proto.media.MediaRetryNotification.ResultType;
import org.amarula.proto.media.ServerErrorReceipt;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;

/** A phone uploads a file again for its companion (spec features.md 2.6). On the lane. */
final class MediaRetry {
  private static final byte[] INFO = "WhatsApp Media Retry Notification".getBytes(US_ASCII);

  private final Phone phone;
  private final Archive archive;
  private final Function<String, Optional<HistorySyncNotification>> history;
  private final MediaStore store;
  private final FaultBoard faults;
  private final SecureRandom random;
  private final Clock clock;

  /** {@code history}: what was told of a history file in the message with an id. */
  MediaRetry(
      Phone phone,
      Archive archive,
      Function<String, Optional<HistorySyncNotification>> history,
      PhoneTools tools) {
    this.phone = phone;
    this.archive = archive;
    this.history = history;
    this.store = tools.media();
    this.faults = tools.faults();
    this.random = tools.random();
    this.clock = tools.clock();
  }

  /** The notification that answers a {@code server-error} receipt. */
  Node answer(Node receipt) {
    String id = receipt.requireAttribute("id");
    NodeBuilder answer =
        Node.builder("notification")
            .attribute("from", phone.account().jid(Jid.PN))
            .attribute("id", id)
            .attribute("type", "mediaretry")
            .attribute("t", clock.instant().getEpochSecond());
    receipt.child("rmr").ifPresent(answer::child);
    Map<String, String> facts = Map.of("account", phone.account().phone());
    Optional<Fault> fault = faults.take(FaultType.MEDIA_RETRY, facts);
    Optional<byte[]> key = key(id);
    String code = fault.map(made -> made.shape("code", "")).orElse("");
    if (key.isEmpty() || !code.isEmpty() || !isAsked(receipt, id, key.get())) {
      String told = code.isEmpty() ? "2" : code;
      return answer.child(Node.builder("error").attribute("code", told).build()).build();
    }
    MediaRetryNotification content =
        content(id, fault.map(made -> made.shape("result", "0")).orElse("1"));
    return answer.child(sealed(id, key.get(), content.toByteArray())).build();
  }

  private Optional<byte[]> key(String id) {
    return media(id)
        .flatMap(m -> MediaForm.of(m).map(form -> form.mediaKey(m)))
        .or(() -> history.apply(id).map(told -> told.getMediaKey().toByteArray()))
        .map(MediaRetry::key);
  }

  private static byte[] key(byte[] mediaKey) {
    return Hkdf.sha256(mediaKey, null, INFO, 32);
  }

  private Optional<Message> media(String id) {
    return archive.find(id).map(entry -> Contents.unwrap(entry.message()));
  }

  private static boolean isAsked(Node receipt, String id, byte[] key) {
    Node encrypt = receipt.requireChild("encrypt");
    byte[] iv = encrypt.requireChild("enc_iv").requireBytes();
    byte[] bytes = encrypt.requireChild("enc_p").requireBytes();
    try {
      byte[] asked = new AesGcm(key).open(iv, id.getBytes(US_ASCII), bytes);
      return ServerErrorReceipt.parseFrom(asked).getStanzaId().equals(id);
    } catch (InvalidCiphertextException | InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** Offers the file at a new path, unless a fault asks for another result. */
  private MediaRetryNotification content(String id, String result) {
    MediaRetryNotification.Builder content = MediaRetryNotification.newBuilder().setStanzaId(id);
    Optional<Blob> renewed =
        media(id)
            .flatMap(m -> MediaForm.of(m).map(form -> form.directPath(m)))
            .or(() -> history.apply(id).map(HistorySyncNotification::getDirectPath))
            .flatMap(store::renew);
    if (!result.equals("1") || renewed.isEmpty()) {
      int number = renewed.isEmpty() ? ResultType.NOT_FOUND_VALUE : Integer.parseInt(result);
      return content
          .setResult(Optional.ofNullable(ResultType.forNumber(number)).orElseThrow())
          .build();
    }
    return content.setResult(ResultType.SUCCESS).setDirectPath(renewed.get().directPath()).build();
  }

  private Node sealed(String id, byte[] key, byte[] content) {
    byte[] iv = new byte[12];
    random.nextBytes(iv);
    byte[] bytes = new AesGcm(key).seal(iv, id.getBytes(US_ASCII), content);
    return Node.builder("encrypt")
        .child(Node.builder("enc_p").bytes(bytes).build())
        .child(Node.builder("enc_iv").bytes(iv).build())
        .build();
  }
}
