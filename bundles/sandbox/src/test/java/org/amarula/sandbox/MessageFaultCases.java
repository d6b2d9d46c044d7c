package org.amarula.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.amarula.codec.Node;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.media.ServerErrorReceipt;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.FaultCases.Case;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneMedia;

/** What each fault of messages and media does. */
final class MessageFaultCases {
  private MessageFaultCases() {}

  static void add(Map<FaultType, Case> cases) {
    acknowledgements(cases);
    deliveries(cases);
    notices(cases);
    media(cases);
  }

  private static void acknowledgements(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.ACK_ERROR,
        scene -> {
          Companion companion = scene.ready();
          Node text = new SignalDevice(companion).text(scene.otherUser(), "x");
          scene.arm("from", scene.phone, "to", scene.other, "code", "463");
          companion.connection.send(text);
          assertThat(companion.connection.expect("ack").attribute("error")).contains("463");
        });
    cases.put(
        FaultType.WRONG_HASH,
        scene -> {
          Companion companion = scene.ready();
          SignalDevice device = new SignalDevice(companion);
          companion.connection.send(device.text(scene.otherUser(), "right"));
          String right = companion.connection.expect("ack").requireAttribute("phash");
          scene.arm("from", scene.phone, "to", scene.other);
          companion.connection.send(device.text(scene.otherUser(), "wrong"));
          assertThat(companion.connection.expect("ack").requireAttribute("phash"))
              .matches("2:.{8}")
              .isNotEqualTo(right);
        });
  }

  private static void send(FaultScene scene, String text) {
    scene.server.send(scene.other, scene.phone, text);
  }

  private static void armForPhone(FaultScene scene, String... more) throws Exception {
    String[] fields = new String[6 + more.length];
    System.arraycopy(
        new String[] {"from", scene.other, "to", scene.phone, "device", "1"}, 0, fields, 0, 6);
    System.arraycopy(more, 0, fields, 6, more.length);
    scene.arm(fields);
  }

  private static void deliveries(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.CORRUPT_ENC,
        scene -> {
          Companion companion = scene.ready();
          armForPhone(scene);
          send(scene, "damaged");
          Node message = companion.connection.expect("message");
          companion.receipt(message);
          assertThatThrownBy(() -> new SignalDevice(companion).read(message))
              .isInstanceOf(SignalException.class);
        });
    cases.put(
        FaultType.LOSE_MESSAGE,
        scene -> {
          Companion companion = scene.ready();
          armForPhone(scene);
          send(scene, "lost");
          scene.ping(companion);
          assertThat(companion.connection.skippedNodes()).noneMatch(node -> node.is("message"));
        });
    cases.put(
        FaultType.DUPLICATE,
        scene -> {
          Companion companion = scene.ready();
          armForPhone(scene);
          send(scene, "twice");
          Node first = companion.connection.expect("message");
          Node second = companion.connection.expect("message");
          assertThat(second.attribute("id")).isEqualTo(first.attribute("id"));
          companion.receipt(first);
          companion.receipt(second);
        });
    cases.put(
        FaultType.DELAY,
        scene -> {
          Companion companion = scene.ready();
          armForPhone(scene, "ms", "300");
          long start = System.nanoTime();
          send(scene, "late");
          companion.receipt(companion.connection.expect("message"));
          assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
        });
    cases.put(
        FaultType.REORDER,
        scene -> {
          Companion companion = scene.ready();
          SignalDevice device = new SignalDevice(companion);
          armForPhone(scene);
          send(scene, "first");
          send(scene, "second");
          assertThat(read(companion, device)).isEqualTo("second");
          assertThat(read(companion, device)).isEqualTo("first");
        });
  }

  private static void notices(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.LOSE_NOTICE,
        scene -> {
          Companion companion = scene.ready();
          companion.connection.send(new SignalDevice(companion).text(scene.otherUser(), "x"));
          companion.connection.expect("ack");
          scene.arm("account", scene.phone, "device", "1", "kind", "devices");
          scene.ready(scene.other);
          scene.ping(companion);
          assertThat(companion.connection.skippedNodes())
              .noneMatch(node -> node.hasAttribute("type", "devices"));
          scene.ready(scene.other);
          companion.ack(companion.connection.expect(node -> node.hasAttribute("type", "devices")));
        });
  }

  private static String read(Companion companion, SignalDevice device) throws Exception {
    Node message = companion.connection.expect("message");
    companion.receipt(message);
    return device.read(message).getConversation();
  }

  private static void media(Map<FaultType, Case> cases) {
    cases.put(
        FaultType.MEDIA_ERROR,
        scene -> {
          String path = scene.server.media().put(scene.phone, new byte[] {1, 2});
          scene.arm("method", "GET", "media", scene.phone, "status", "410");
          assertThat(scene.get(path).statusCode()).isEqualTo(410);
          assertThat(scene.get(path).body()).containsExactly(1, 2);
        });
    cases.put(
        FaultType.MEDIA_CUT,
        scene -> {
          String path = scene.server.media().put(scene.phone, new byte[100]);
          scene.arm("media", scene.phone);
          assertThatThrownBy(() -> scene.get(path)).isInstanceOf(IOException.class);
        });
    cases.put(
        FaultType.MEDIA_CORRUPT,
        scene -> {
          String path = scene.server.media().put(scene.phone, new byte[] {8, 8});
          scene.arm("media", scene.phone);
          assertThat(scene.get(path).body()).containsExactly(9, 8);
        });
    cases.put(
        FaultType.MEDIA_RETRY,
        scene -> {
          Companion companion = scene.ready();
          PhoneMedia picture = PhoneMedia.of(MediaKind.IMAGE, "image/png", new byte[] {1});
          String id = scene.server.phone(scene.other).send(scene.phone, picture);
          Node message = companion.connection.expect("message");
          Message content = new SignalDevice(companion).read(message);
          companion.receipt(message);
          scene.arm("account", scene.phone, "code", "2");
          companion.connection.send(
              asking(companion, id, content.getImageMessage().getMediaKey().toByteArray()));
          Node answer =
              companion.connection.expect(node -> node.hasAttribute("type", "mediaretry"));
          companion.ack(answer);
          assertThat(answer.attribute("id")).contains(id);
          assertThat(answer.requireChild("error").attribute("code")).contains("2");
        });
  }

  /** The request of spec features.md 2.6. */
  static Node asking(Companion companion, String id, byte[] mediaKey) {
    byte[] info = "WhatsApp Media Retry Notification".getBytes(US_ASCII);
    byte[] content = ServerErrorReceipt.newBuilder().setStanzaId(id).build().toByteArray();
    byte[] iv = new byte[12];
    byte[] sealed =
        new AesGcm(Hkdf.sha256(mediaKey, null, info, 32)).seal(iv, id.getBytes(US_ASCII), content);
    return Node.builder("receipt")
        .attribute("id", id)
        .attribute("to", companion.pn.toUser())
        .attribute("type", "server-error")
        .child(
            Node.builder("encrypt")
                .child(Companion.content("enc_p", sealed))
                .child(Companion.content("enc_iv", iv))
                .build())
        .child(
            Node.builder("rmr")
                .attribute("jid", companion.lid.toUser())
                .attribute("from_me", "false")
                .build())
        .build();
  }
}
