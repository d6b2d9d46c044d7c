package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StrictnessTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private final List<Violation> told = new CopyOnWriteArrayList<>();
  private Companion alice;

  @BeforeEach
  void pair() throws Exception {
    server.onViolation(told::add);
    alice = Companion.ready(server, ALICE);
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private void ping() throws Exception {
    alice.ask("get", "w:p", Node.of("ping"));
  }

  private List<String> rules() throws Exception {
    ping();
    assertThat(told).isEqualTo(server.violations());
    return told.stream().map(Violation::rule).toList();
  }

  private Node message() throws Exception {
    server.send(BOB, ALICE, "hello");
    return alice.connection.expect("message");
  }

  @Test
  void oneAnswerIsInOrder() throws Exception {
    alice.receipt(message());
    alice.ack(message());
    assertThat(rules()).isEmpty();
  }

  @Test
  void secondAnswerBreaksARule() throws Exception {
    Node message = message();
    alice.receipt(message);
    alice.ack(message);
    assertThat(rules()).containsExactly("answered-twice");
    assertThat(told.get(0).account()).isEqualTo(ALICE);
    assertThat(told.get(0).device()).isEqualTo(1);
  }

  @Test
  void eachDeliveryMayBeAnswered() throws Exception {
    server.fault(Fault.once(FaultType.DUPLICATE, Map.of("to", ALICE, "device", "1")));
    Node message = message();
    alice.receipt(message);
    alice.receipt(alice.connection.expect("message"));
    assertThat(rules()).isEmpty();
  }

  @Test
  void peerMessageMayBeAnsweredByBothItsReceipts() throws Exception {
    server.greeting(true);
    Companion late = Companion.ready(server, ALICE);
    Node message = late.connection.expect(node -> node.hasAttribute("category", "peer"));
    late.connection.send(receipt(message, "sender").build());
    late.connection.send(receipt(message, "peer_msg").build());
    assertThat(rules()).isEmpty();
    late.connection.send(receipt(message, "peer_msg").build());
    late.ask("get", "w:p", Node.of("ping"));
    assertThat(rules()).containsExactly("answered-twice");
  }

  @Test
  void answerToNothingIsCountedOnly() throws Exception {
    alice.ack(
        Node.builder("notification")
            .attribute("id", "77")
            .attribute("from", alice.pn.toUser())
            .build());
    assertThat(rules()).isEmpty();
    assertThat(server.stats().get("strayAnswers")).isEqualTo(1);
  }

  @Test
  void readReceiptIsNoSecondAnswer() throws Exception {
    Node message = message();
    alice.receipt(message);
    alice.connection.send(receipt(message, "read").attribute("t", 1).build());
    assertThat(rules()).isEmpty();
  }

  private static NodeBuilder receipt(Node message, String type) {
    return Node.builder("receipt")
        .attribute("id", message.requireAttribute("id"))
        .attribute("to", message.requireJidAttribute("from"))
        .attribute("type", type);
  }

  @Test
  void receiptsHaveKnownTypes() throws Exception {
    alice.connection.send(receipt(message(), "seen").build());
    assertThat(rules()).containsExactly("receipt-type");
  }

  @Test
  void retryReceiptIsComplete() throws Exception {
    Node retry = Node.builder("retry").attribute("count", 1).build();
    alice.connection.send(receipt(message(), "retry").child(retry).build());
    assertThat(rules()).containsExactly("retry-form");
  }

  @Test
  void idNamesOneRequestOfAConnection() throws Exception {
    Node iq = alice.iq("get", "w:p", Node.of("ping"));
    alice.ask(iq);
    alice.ask(iq);
    assertThat(rules()).containsExactly("id-reused");
  }

  @Test
  void refusedMessageMayComeAgainAnAcceptedOneMayNot() throws Exception {
    Companion bob = Companion.ready(server, BOB);
    Node text = new SignalDevice(alice).text(bob.lid.toUser(), "hi");
    server.fault(Fault.once(FaultType.ACK_ERROR, Map.of("from", ALICE, "code", "500")));
    alice.connection.send(text);
    alice.connection.expect("ack");
    alice.connection.send(text);
    alice.connection.expect("ack");
    assertThat(rules()).isEmpty();
    alice.connection.send(text);
    alice.connection.expect("ack");
    assertThat(rules()).containsExactly("id-reused");
  }

  @Test
  void missedDevicesAreCounted() throws Exception {
    Companion bob = Companion.ready(server, BOB);
    SignalDevice signal = new SignalDevice(alice);
    Message content = Message.newBuilder().setConversation("x").build();
    alice.connection.send(
        signal.message(bob.lid.toUser(), List.of(signal.to(bob.lid, content))).build());
    alice.connection.expect("ack");
    assertThat(server.stats().get("incompleteFanouts")).isEqualTo(1);
    alice.connection.send(signal.text(bob.lid.toUser(), "all"));
    alice.connection.expect("ack");
    assertThat(server.stats().get("incompleteFanouts")).isEqualTo(1);
  }

  @Test
  void clientThatSendsTooMuchIsSlowedDown() throws Exception {
    server.rateLimit(1);
    Node answer = alice.ask("get", "w:p", Node.of("ping"));
    while (answer.child("error").isEmpty()) { // a minute may begin in between
      answer = alice.ask("get", "w:p", Node.of("ping"));
    }
    assertThat(answer.requireChild("error").attribute("code")).contains("429");
    assertThat(server.stats().get("rateLimited")).isEqualTo(1);
    server.rateLimit(0);
    assertThat(alice.ask("get", "w:p", Node.of("ping")).attribute("type")).contains("result");
  }

  @Test
  void transcriptShowsStanzasWithoutWhatIsPrivate() throws Exception {
    server.transcribe(true);
    alice.receipt(message());
    ping();
    server.transcribe(false);
    alice.ask("get", "abt", Node.of("props"));
    List<String> lines = server.transcript(ALICE);
    assertThat(lines)
        .anyMatch(line -> line.contains("<- <message") && line.contains(" bytes]</enc>"))
        .anyMatch(line -> line.contains("-> <receipt"))
        .anyMatch(line -> line.contains("xmlns=w:p"))
        .noneMatch(line -> line.contains("abt"))
        .noneMatch(line -> line.contains(ALICE) || line.contains(BOB))
        .allMatch(line -> line.matches("[-0-9T:.]+Z …01:1 (->|<-) <.*"));
    assertThat(server.transcript(BOB)).isEmpty();
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/admin/transcript");
    HttpResponse<String> answer =
        RawConnection.HTTP.send(
            HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    JsonArray shown = JsonParser.parseString(answer.body()).getAsJsonArray();
    assertThat(shown).hasSameSizeAs(lines);
  }
}
