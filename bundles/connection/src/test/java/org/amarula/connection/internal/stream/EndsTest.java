package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of spec/transport.md 6.6 and 6.7. */
class EndsTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        arguments("400", new DisconnectReason.LoginRefused(400)),
        arguments("401", new DisconnectReason.LoggedOut("failure 401")),
        arguments("403", new DisconnectReason.Banned(403, "")),
        arguments("405", new DisconnectReason.Outdated()),
        arguments("406", new DisconnectReason.Banned(406, "")),
        arguments("409", new DisconnectReason.LoginRefused(409)),
        arguments("411", new DisconnectReason.UnsupportedAccount("411, without linked devices")),
        arguments("413", new DisconnectReason.UnsupportedAccount("413, a Messenger account")),
        arguments("414", new DisconnectReason.UnsupportedAccount("414, a Messenger account")),
        arguments("415", new DisconnectReason.LoginRefused(415)),
        arguments("418", new DisconnectReason.LoginRefused(418)),
        arguments("500", new DisconnectReason.ServerUnavailable(500)),
        arguments("501", new DisconnectReason.LoginRefused(501)),
        arguments("503", new DisconnectReason.ServerUnavailable(503)),
        arguments("999", new DisconnectReason.LoginRefused(999)),
        arguments("soon", new DisconnectReason.LoginRefused(0)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureHasItsReason(String code, DisconnectReason reason) {
    Rig rig = Rig.paired().connected();

    rig.serve(Node.builder("failure").attribute("reason", code).build());

    assertThat(rig.listener.ends).containsExactly(reason);
    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void temporaryBanEndsWhenTheServerSays() {
    Rig rig = Rig.paired().connected();

    rig.serve(
        Node.builder("failure")
            .attribute("reason", "402")
            .attribute("code", "101")
            .attribute("expire", "7200")
            .build());

    assertThat(rig.end())
        .isEqualTo(new DisconnectReason.TemporarilyBanned(101, ManualTime.START.plusSeconds(7200)));
  }

  @Test
  void temporaryBanLastsAnHourWhenTheServerIsSilent() {
    Rig rig = Rig.paired().connected();

    rig.serve(Node.builder("failure").attribute("reason", "402").build());

    assertThat(rig.end())
        .isEqualTo(new DisconnectReason.TemporarilyBanned(0, ManualTime.START.plusSeconds(3600)));
  }

  @Test
  void lockedAccountTellsWhatTheServerWantsShown() {
    Rig rig = Rig.paired().connected();

    rig.serve(
        Node.builder("failure")
            .attribute("reason", "403")
            .attribute("message", "not this one")
            .attribute("logout_message_header", "Su cuenta est\u00e1 bloqueada.")
            .attribute("logout_message_subtext", "Mire\u202e su\n tel\u00e9fono.")
            .build());

    assertThat(rig.end())
        .isEqualTo(
            new DisconnectReason.Banned(
                403, "Su cuenta est\u00e1 bloqueada. Mire? su? tel\u00e9fono."));
  }

  @Test
  void hostileNoticeIsCut() {
    Rig rig = Rig.paired().connected();

    rig.serve(
        Node.builder("failure")
            .attribute("reason", "406")
            .attribute("message", "x".repeat(5000))
            .build());

    assertThat(((DisconnectReason.Banned) rig.end()).notice()).hasSizeLessThan(210);
  }

  static Stream<Arguments> streamErrors() {
    return Stream.of(
        arguments(error("515"), new DisconnectReason.RestartRequired()),
        arguments(
            conflict("401", "device_removed"), new DisconnectReason.LoggedOut("device removed")),
        arguments(conflict("401", "replaced"), new DisconnectReason.Replaced()),
        arguments(conflict(null, "replaced"), new DisconnectReason.Replaced()),
        arguments(conflict(null, "device_removed"), new DisconnectReason.StreamFailed("conflict")),
        arguments(error("401"), new DisconnectReason.StreamSuspended("401")),
        arguments(error("516"), new DisconnectReason.StreamSuspended("516")),
        arguments(error("500"), new DisconnectReason.StreamFailed("500")),
        arguments(error("503"), new DisconnectReason.StreamFailed("503")),
        arguments(
            child("xml-not-well-formed"), new DisconnectReason.StreamFailed("xml-not-well-formed")),
        arguments(child("bad-mac"), new DisconnectReason.StreamFailed("bad-mac")),
        arguments(Node.of("stream:error"), new DisconnectReason.StreamFailed("without a code")),
        arguments(Node.of("xmlstreamend"), new DisconnectReason.ServerClosed()));
  }

  private static Node error(String code) {
    return Node.builder("stream:error").attribute("code", code).build();
  }

  private static Node child(String tag) {
    return Node.builder("stream:error").child(Node.of(tag)).build();
  }

  private static Node conflict(String code, String type) {
    NodeBuilder error = Node.builder("stream:error").attribute("code", code);
    return error.child(Node.builder("conflict").attribute("type", type).build()).build();
  }

  @ParameterizedTest
  @MethodSource("streamErrors")
  void streamErrorHasItsReasonAndIsToldOnce(Node node, DisconnectReason reason) {
    Rig rig = Rig.loggedIn();

    rig.server.send(node);
    rig.server.closeSocket(new DisconnectReason.NetworkLost("the server closes after it"));
    rig.lane.settle();

    assertThat(rig.listener.ends).containsExactly(reason);
  }

  @Test
  void hostileErrorTextIsCutAndCleaned() {
    Rig rig = Rig.loggedIn();

    rig.serve(error("\u001b[31m" + "x".repeat(1000)));

    DisconnectReason.StreamFailed reason = (DisconnectReason.StreamFailed) rig.end();
    assertThat(reason.error()).hasSizeLessThan(100).matches("[ -~]*");
  }

  @Test
  void brokenSocketIsALostNetwork() {
    Rig rig = Rig.loggedIn();

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.end()).isEqualTo(new DisconnectReason.NetworkLost("reset"));
  }

  @Test
  void refusedUpgradeKeepsItsStatus() {
    Rig rig = Rig.paired().opened();

    rig.server.closeSocket(new DisconnectReason.UpgradeRefused(503));
    rig.lane.settle();

    assertThat(rig.end()).isEqualTo(new DisconnectReason.UpgradeRefused(503));
  }

  @Test
  void endIsToldOnlyWhenTheSocketIsGone() {
    Rig rig = Rig.loggedIn();
    rig.server.ignoresGoodbye = true;

    rig.stream().close(new DisconnectReason.Requested());
    rig.lane.settle();
    assertThat(rig.listener.ends).isEmpty();
    rig.pass(Duration.ofSeconds(2));

    assertThat(rig.server.aborted).isTrue();
    assertThat(rig.end()).isEqualTo(new DisconnectReason.Requested());
  }

  @Test
  void nothingOfAnEndedStreamWaitsForTheTimer() {
    Rig rig = Rig.loggedIn();

    rig.stream().close(new DisconnectReason.Requested());
    rig.lane.settle();

    assertThat(rig.listener.ends).hasSize(1);
    assertThat(rig.time.waiting()).isZero();
  }
}
