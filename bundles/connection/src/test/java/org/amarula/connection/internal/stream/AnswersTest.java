package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.junit.jupiter.api.Test;

/** Questions and what becomes of them. */
class AnswersTest {
  private static final Node COUNT =
      Node.builder("iq")
          .attribute("to", Jid.SERVER)
          .attribute("type", "get")
          .attribute("xmlns", "encrypt")
          .child(Node.of("count"))
          .build();
  private static final Node MESSAGE =
      Node.builder("message").attribute("id", "3EB0AA").attribute("to", Devices.OWN).build();

  @Test
  void queryGetsAnIdAndItsResult() {
    Rig rig = Rig.loggedIn();

    CompletableFuture<Node> answer = ask(rig);
    Node sent = rig.server.take();
    Node result = reply(sent, "result").child(Node.of("count")).build();
    rig.serve(result);

    assertThat(sent.attribute("id").orElseThrow()).matches("\\d+\\.\\d+-\\d+");
    assertThat(sent.jidAttribute("to")).contains(Jid.SERVER);
    assertThat(answer.join()).isEqualTo(result);
  }

  @Test
  void idsAreNeverUsedTwice() {
    Rig rig = Rig.loggedIn();
    Set<String> ids = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      ids.add(rig.stream().nextId());
    }

    assertThat(ids).hasSize(100);
  }

  @Test
  void errorAnswerRejectsTheQuery() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);
    Node error =
        Node.builder("error").attribute("code", "404").attribute("text", "item-not-found").build();

    rig.serve(reply(rig.server.take(), "error").child(error).build());

    assertRejected(answer, 404);
  }

  @Test
  void errorChildRejectsTheQueryWhateverTheType() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);
    Node error = Node.builder("error").attribute("code", "429").build();

    rig.serve(reply(rig.server.take(), "result").child(error).build());

    assertRejected(answer, 429);
  }

  @Test
  void acknowledgementWithAnErrorRejectsTheQuery() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);

    rig.serve(
        Node.builder("ack")
            .attributeIfPresent("id", rig.server.take().attribute("id"))
            .attribute("error", "479")
            .build());

    assertRejected(answer, 479);
  }

  @Test
  void queryWithoutAnAnswerTimesOut() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);

    for (int i = 0; i < 60; i++) {
      rig.serve(Node.of("presence"));
      rig.pass(Duration.ofSeconds(1));
    }

    assertThatThrownBy(answer::join).hasCauseInstanceOf(ResponseTimeoutException.class);
  }

  @Test
  void lateAnswerHarmsNobody() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);
    Node sent = rig.server.take();
    rig.serve(reply(sent, "result").build());

    rig.serve(reply(sent, "result").build());

    assertThat(answer).isCompleted();
    assertThat(rig.listener.ends).isEmpty();
    assertThat(rig.listener.stanzas).isEmpty();
  }

  @Test
  void messageIsCompletedByItsAcknowledgement() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> ack = send(rig);
    Node acknowledged =
        Node.builder("ack")
            .attribute("class", "message")
            .attribute("id", "3EB0AA")
            .attribute("error", "463")
            .build();

    rig.serve(acknowledged);

    assertThat(ack.join()).isEqualTo(acknowledged);
  }

  @Test
  void messageIsNotCompletedByAnIqOrAnotherClass() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> ack = send(rig);

    rig.serve(Rig.serverIq("result", "3EB0AA").build());
    rig.serve(Node.builder("ack").attribute("class", "receipt").attribute("id", "3EB0AA").build());

    assertThat(ack).isNotDone();
  }

  @Test
  void messageNeedsAnId() {
    Rig rig = Rig.loggedIn();

    assertThatThrownBy(() -> rig.stream().sendForAck(Node.of("message"), Duration.ofSeconds(30)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messageWithoutAnAcknowledgementTimesOut() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> ack = send(rig);

    rig.pass(Duration.ofSeconds(30));

    assertThatThrownBy(ack::join).hasCauseInstanceOf(ResponseTimeoutException.class);
  }

  @Test
  void endFailsAllWaitersAtOnceBeforeItIsTold() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Node> answer = ask(rig);
    CompletableFuture<Node> ack = send(rig);
    answer.whenComplete((node, failure) -> rig.listener.story.add("failed"));

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.listener.story).endsWith("failed", "end");
    assertThatThrownBy(answer::join).hasCauseInstanceOf(NotConnectedException.class);
    // it was written: whether it arrived is not known
    assertThatThrownBy(ack::join).hasCauseInstanceOf(ResponseTimeoutException.class);
  }

  @Test
  void nothingCanBeAskedOfAnEndedStream() {
    Rig rig = Rig.loggedIn();
    rig.stream().close(new DisconnectReason.Requested());
    rig.lane.settle();

    assertNotConnected(rig.asked(rig.stream().query(COUNT)));
    assertNotConnected(rig.asked(rig.stream().send(COUNT)));
    assertNotConnected(rig.asked(rig.stream().sendForAck(MESSAGE, Duration.ofSeconds(1))));
  }

  @Test
  void nothingCanBeAskedOfAStreamWhoseLaneIsGone() {
    Rig rig = Rig.loggedIn();
    rig.lane.close();

    assertNotConnected(rig.stream().query(COUNT));
    assertThat(rig.server.aborted).isTrue();
  }

  @Test
  void nothingCanBeAskedBeforeTheHandshake() {
    Rig rig = Rig.paired().opened();

    assertNotConnected(rig.asked(rig.stream().query(COUNT)));
    assertNotConnected(rig.asked(rig.stream().sendForAck(MESSAGE, Duration.ofSeconds(1))));
  }

  @Test
  void sentNodeIsCompletedWhenTheSocketTookIt() {
    Rig rig = Rig.loggedIn();

    CompletableFuture<Void> taken = rig.asked(rig.stream().send(COUNT)).toCompletableFuture();
    rig.server.takesNothing = true;
    CompletableFuture<Void> stuck = rig.asked(rig.stream().send(COUNT)).toCompletableFuture();

    assertThat(taken).isCompleted();
    assertThat(stuck).isNotDone();
  }

  @Test
  void serverThatTakesNothingEndsTheStream() {
    Rig rig = Rig.loggedIn();
    rig.server.takesNothing = true;
    Node big = Node.builder("message").bytes(new byte[15 << 20]).build();

    for (int i = 0; i < 3; i++) {
      rig.asked(rig.stream().send(big));
    }

    assertThat(rig.end()).isInstanceOf(DisconnectReason.NetworkLost.class);
  }

  @Test
  void nodeTooBigForTheWireHarmsOnlyItself() {
    Rig rig = Rig.loggedIn();
    Node huge = Node.builder("message").bytes(new byte[(1 << 24) - 10]).build();

    CompletableFuture<Void> refused = rig.asked(rig.stream().send(huge)).toCompletableFuture();
    CompletableFuture<Void> fine = rig.asked(rig.stream().send(COUNT)).toCompletableFuture();

    assertThat(refused).isCompletedExceptionally();
    assertThat(fine).isCompleted();
    assertThat(rig.server.take()).isEqualTo(COUNT); // the nonces are still in step
  }

  @Test
  void pingOfTheServerIsAnswered() {
    Rig rig = Rig.loggedIn();

    rig.serve(Rig.serverIq("get", "9").attribute("xmlns", "urn:xmpp:ping").build());

    assertThat(rig.server.take().attributes())
        .containsOnly(
            java.util.Map.entry("to", "@s.whatsapp.net"),
            java.util.Map.entry("type", "result"),
            java.util.Map.entry("id", "9"));
  }

  @Test
  void unknownRequestsOfTheServerAreNotAnswered() {
    Rig rig = Rig.loggedIn();

    rig.serve(Rig.serverIq("get", "9").attribute("xmlns", "what").build());
    rig.serve(Rig.serverIq("set", "10").child(Node.of("pair-device")).build());
    rig.serve(Rig.serverIq("odd", "11").build());

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.qrs).isEmpty();
  }

  private static CompletableFuture<Node> ask(Rig rig) {
    return rig.asked(rig.stream().query(COUNT)).toCompletableFuture();
  }

  private static CompletableFuture<Node> send(Rig rig) {
    return rig.asked(rig.stream().sendForAck(MESSAGE, Duration.ofSeconds(30)))
        .toCompletableFuture();
  }

  private static NodeBuilder reply(Node query, String type) {
    return Rig.serverIq(type, query.attribute("id").orElseThrow());
  }

  private static void assertRejected(CompletableFuture<Node> answer, int code) {
    assertThatThrownBy(answer::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void assertNotConnected(CompletionStage<?> stage) {
    assertThatThrownBy(() -> stage.toCompletableFuture().join())
        .hasCauseInstanceOf(NotConnectedException.class);
  }
}
