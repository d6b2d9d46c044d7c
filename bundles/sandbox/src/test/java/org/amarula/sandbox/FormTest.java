package org.amarula.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.cipher.AesGcm;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.proto.media.MediaRetryNotification;
import org.amarula.proto.media.MediaRetryNotification.ResultType;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.phone.MediaKind;
import org.amarula.sandbox.phone.PhoneMedia;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of stanzas that the server holds clients to, and the answer to a media retry. */
@Timeout(60)
class FormTest {
  private static final String ALICE = "15551230001";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private SignalDevice signal;
  private Jid bob;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    signal = new SignalDevice(alice);
    bob = Jid.of(server.phones().create("Bob").lid(), Jid.LID);
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private List<String> rules() throws Exception {
    alice.ask("get", "w:p", Node.of("ping"));
    return server.violations().stream().map(Violation::rule).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,hide,", "7,,", "4,hide,message-edit", "1,show,enc-attributes"})
  void editsAndCiphertextsSayWhatIsKnown(String edit, String fail, String rule) throws Exception {
    NodeBuilder enc = Node.builder("enc").attribute("decrypt-fail", fail);
    Node sealed = signal.enc(bob.withDevice(0), Message.newBuilder().setConversation("x").build());
    sealed.attributes().forEach(enc::attribute);
    Node to =
        Node.builder("to")
            .attribute("jid", bob.withDevice(0))
            .child(enc.bytes(sealed.requireBytes()).build())
            .build();
    alice.connection.send(signal.message(bob, List.of(to)).attribute("edit", edit).build());
    Node ack = alice.connection.expect("ack");
    assertThat(ack.attribute("error").orElse(null)).isEqualTo(rule == null ? null : "479");
    assertThat(rules()).isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  @Test
  void requestsHaveIds() throws Exception {
    alice.connection.send(
        Node.builder("iq")
            .attribute("to", Jid.SERVER)
            .attribute("type", "get")
            .attribute("xmlns", "w:p")
            .build());
    assertThat(rules()).containsExactly("request-id");
  }

  @Test
  void acknowledgementsHaveAnAddress() throws Exception {
    alice.connection.send(
        Node.builder("ack").attribute("id", "7").attribute("class", "notification").build());
    assertThat(rules()).containsExactly("ack-form");
  }

  @Test
  void readReceiptsTellWhen() throws Exception {
    alice.connection.send(
        Node.builder("receipt")
            .attribute("id", "A1")
            .attribute("to", bob)
            .attribute("type", "read")
            .build());
    assertThat(rules()).containsExactly("receipt-time");
  }

  @Test
  void unknownRequestIsCounted() throws Exception {
    Node answer = alice.ask("get", "w:unheard", Node.of("x"));
    assertThat(answer.requireChild("error").attribute("code")).contains("501");
    assertThat(server.stats().get("unknownRequests")).isEqualTo(1);
    assertThat(rules()).isEmpty();
  }

  @Test
  void phoneUploadsAgainWhatIsGone() throws Exception {
    PhoneMedia picture = PhoneMedia.of(MediaKind.IMAGE, "image/png", new byte[] {1});
    String id = server.phone("15551230003").send(ALICE, picture);
    Node message = alice.connection.expect("message");
    Message.ImageMessage image = signal.read(message).getImageMessage();
    alice.receipt(message);
    server.media().expire(image.getDirectPath());
    byte[] key = image.getMediaKey().toByteArray();
    alice.connection.send(MessageFaultCases.asking(alice, id, key));
    Node answer = alice.connection.expect(node -> node.hasAttribute("type", "mediaretry"));
    alice.ack(answer);
    byte[] info = "WhatsApp Media Retry Notification".getBytes(US_ASCII);
    Node encrypt = answer.requireChild("encrypt");
    MediaRetryNotification told =
        MediaRetryNotification.parseFrom(
            new AesGcm(Hkdf.sha256(key, null, info, 32))
                .open(
                    encrypt.requireChild("enc_iv").requireBytes(),
                    id.getBytes(US_ASCII),
                    encrypt.requireChild("enc_p").requireBytes()));
    assertThat(told.getResult()).isEqualTo(ResultType.SUCCESS);
    assertThat(told.getDirectPath()).isNotEqualTo(image.getDirectPath());
    assertThat(server.media().get(told.getDirectPath())).hasSizeGreaterThan(10);
    assertThat(rules()).isEmpty();
  }
}
