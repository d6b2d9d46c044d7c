package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.ProtocolException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.SupersededException;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.WrappedKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for a code (spec/transport.md 8.1 to 8.3). */
class LinkCodeRequestTest {
  @Test
  void codeIsGivenOutOnlyWhenTheServerHasAcceptedIt() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    CompletableFuture<PairingCode> code = phone.ask();
    assertThat(code).isNotDone();
    assertThat(phone.rig.listener.codes).isEmpty();
    phone.accept();

    assertThat(phone.rig.listener.codes).containsExactly(code.join());
    assertThat(code.join().display()).matches("[1-9A-HJ-NP-TV-Z]{4}-[1-9A-HJ-NP-TV-Z]{4}");
    assertThat(code.join().expiresAt()).isEqualTo(ManualTime.START.plusSeconds(180));
  }

  @Test
  void requestHoldsTheWrappedKeyAndWhatTheCompanionIs() throws Exception {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    phone.ask(PairingCodeRequest.of("+1 (555) 123-0001", "abcd-1234"));

    Node iq = phone.taken();
    Node registration = iq.requireChild("link_code_companion_reg");
    assertThat(iq.attributes()).containsEntry("to", "@s.whatsapp.net").containsEntry("type", "set");
    assertThat(iq.attributes()).containsEntry("xmlns", "md").containsKey("id");
    assertThat(registration.attributes())
        .containsEntry("jid", "15551230001@s.whatsapp.net")
        .containsEntry("stage", "companion_hello")
        .containsEntry("should_show_push_notification", "true");
    assertThat(LinkCodePhone.part(iq, "companion_server_auth_key_pub"))
        .isEqualTo(phone.rig.credentials.noise().publicKey());
    assertThat(LinkCodePhone.part(iq, "link_code_pairing_nonce")).isEqualTo(new byte[] {0});
    assertThat(text(registration, "companion_platform_id")).isEqualTo("1");
    assertThat(text(registration, "companion_platform_display")).isEqualTo("Chrome (Linux)");
    byte[] wrapped = LinkCodePhone.part(iq, "link_code_pairing_wrapped_companion_ephemeral_pub");
    assertThat(WrappedKey.unwrap(LinkCode.parse("ABCD1234"), wrapped)).hasSize(32);
  }

  private static String text(Node registration, String tag) {
    return registration.requireChild(tag).contentAsString().orElseThrow();
  }

  @Test
  void chosenCodeIsTheOneThatIsShown() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    CompletableFuture<PairingCode> code =
        phone.ask(PairingCodeRequest.of(LinkCodePhone.NUMBER, "abcd1234"));
    phone.accept();

    assertThat(code.join().display()).isEqualTo("ABCD-1234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123456", "0155512300", "1555123000X", "1234567890123456"})
  void numberThatIsNoneIsTheCallersMistake(String number) {
    assertThatThrownBy(() -> PairingCodeRequest.of(number))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1234567", "123456789", "1234567O", "1234567U", "1234 567"})
  void codeOutsideTheAlphabetIsTheCallersMistake(String code) {
    assertThatThrownBy(() -> PairingCodeRequest.of(LinkCodePhone.NUMBER, code))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void requestBeforeTheReferencesWaitsForThem() {
    LinkCodePhone phone = new LinkCodePhone(Rig.unpaired().opened());

    CompletableFuture<PairingCode> code = phone.ask();
    phone.rig.server.accept();
    phone.rig.lane.settle();
    assertThat(phone.rig.server.received).isEmpty();
    phone.rig.serve(Rig.pairDevice("ref-1", "ref-2"));
    assertThat(phone.rig.server.take().attribute("type")).contains("result");
    phone.accept();

    assertThat(code).isCompleted();
    assertThat(phone.rig.listener.story).containsExactly("handshaking", "pairing", "qr", "code");
  }

  @ParameterizedTest
  @CsvSource({"400, bad-request", "403, forbidden", "429, rate-overlimit"})
  void refusalFailsTheRequestAndNoCodeIsTold(int code, String text) {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    CompletableFuture<PairingCode> outcome = phone.ask();
    phone.refuse(phone.taken(), code, text);

    assertThatThrownBy(outcome::join)
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining(text)
        .satisfies(
            failure ->
                assertThat(((RequestRejectedException) failure.getCause()).code()).isEqualTo(code));
    assertThat(phone.rig.listener.codes).isEmpty();
    assertThat(phone.rig.listener.codeEnds).isEmpty();
    assertThat(phone.shown().code()).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "missing"})
  void answerWithoutAReferenceIsNoAcceptance(String ref) {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    CompletableFuture<PairingCode> outcome = phone.ask();
    Node[] children =
        ref.isEmpty()
            ? new Node[] {LinkCodePhone.bytes("link_code_pairing_ref", "")}
            : new Node[] {};
    phone.answer(phone.taken(), LinkCodePhone.registration("companion_hello", children));

    assertThatThrownBy(outcome::join).hasCauseInstanceOf(ProtocolException.class);
    assertThat(phone.rig.listener.codes).isEmpty();
  }

  @Test
  void silenceFailsTheRequest() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    CompletableFuture<PairingCode> outcome = phone.ask();
    phone.rig.keepTalking(60);

    assertThatThrownBy(outcome::join).hasCauseInstanceOf(ResponseTimeoutException.class);
  }

  @Test
  void newRequestTakesThePlaceOfOneThatIsNotAnswered() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());
    CompletableFuture<PairingCode> first = phone.ask();
    Node hello = phone.taken();

    CompletableFuture<PairingCode> second = phone.ask();
    phone.answer(
        hello,
        LinkCodePhone.registration(
            "companion_hello", LinkCodePhone.bytes("link_code_pairing_ref", "late")));
    phone.accept();

    assertThatThrownBy(first::join).hasCauseInstanceOf(SupersededException.class);
    assertThat(phone.rig.listener.codes).containsExactly(second.join());
    assertThat(phone.rig.listener.codeEnds).isEmpty();
  }

  @Test
  void newRequestTakesThePlaceOfOneThatWaits() {
    LinkCodePhone phone = new LinkCodePhone(Rig.unpaired().connected());

    CompletableFuture<PairingCode> first = phone.ask();
    CompletableFuture<PairingCode> second = phone.ask();

    assertThatThrownBy(first::join).hasCauseInstanceOf(SupersededException.class);
    assertThat(second).isNotDone();
  }

  @Test
  void newRequestEndsTheCodeThatIsShown() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());
    PairingCode first = phone.shown();

    phone.ref = "code-ref-2";
    PairingCode second = phone.shown();

    assertThat(second.code()).isNotEqualTo(first.code());
    assertThat(phone.rig.listener.codeEnds).containsExactly(PairingCodeEnd.REPLACED);
    assertThat(phone.rig.listener.story).endsWith("code", "code-end", "code");
    assertThat(phone.asked.get(0).requireChild("link_code_companion_reg"))
        .isNotEqualTo(phone.asked.get(1).requireChild("link_code_companion_reg"));
  }

  @Test
  void endOfTheStreamFailsWhatIsAskedFor() {
    LinkCodePhone waiting = new LinkCodePhone(Rig.unpaired().connected());
    LinkCodePhone sent = new LinkCodePhone(Rig.showingQr());

    for (LinkCodePhone phone : new LinkCodePhone[] {waiting, sent}) {
      CompletableFuture<PairingCode> outcome = phone.ask();
      phone.rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
      phone.rig.lane.settle();

      assertThatThrownBy(outcome::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(NotConnectedException.class);
      assertThat(phone.rig.listener.codeEnds).isEmpty();
      assertThatThrownBy(phone.ask()::join).hasCauseInstanceOf(NotConnectedException.class);
    }
  }

  @Test
  void codeDiesWithTheStream() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());
    phone.shown();

    phone.rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    phone.rig.lane.settle();

    assertThat(phone.rig.listener.codeEnds).containsExactly(PairingCodeEnd.DISCONNECTED);
    assertThat(phone.rig.listener.story).endsWith("code-end", "end");
    assertThat(phone.rig.time.waiting()).isZero();
  }

  @Test
  void pairedDeviceNeedsNoCode() {
    LinkCodePhone before = new LinkCodePhone(Rig.paired().connected());
    LinkCodePhone after = new LinkCodePhone(Rig.showingQr());
    after.rig.serve(Rig.pairSuccess(after.rig.container(after.rig.credentials)));

    assertThatThrownBy(before.ask()::join).hasCauseInstanceOf(AlreadyPairedException.class);
    assertThatThrownBy(after.ask()::join).hasCauseInstanceOf(AlreadyPairedException.class);
  }

  @Test
  void codeExpiresAfterThreeMinutes() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());
    phone.rig.serve(Rig.pairDevice("more-1", "more-2", "more-3", "more-4", "more-5", "more-6"));
    phone.rig.server.take();
    phone.rig.keepTalking(30);
    PairingCode code = phone.shown();

    phone.rig.keepTalking(179);
    assertThat(phone.rig.listener.codeEnds).isEmpty();
    phone.rig.pass(Duration.ofSeconds(1));

    assertThat(phone.rig.listener.codeEnds).containsExactly(PairingCodeEnd.EXPIRED);
    assertThat(code.expiresAt()).isEqualTo(ManualTime.START.plusSeconds(210));
  }

  @Test
  void streamStaysWhileACodeMayBeTypedAndThenExpires() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());
    phone.rig.keepTalking(100);
    phone.shown();

    phone.rig.keepTalking(179);
    assertThat(phone.rig.listener.ends).isEmpty();
    assertThat(phone.rig.listener.qrs).hasSize(6);
    phone.rig.keepTalking(1);

    assertThat(phone.rig.end()).isEqualTo(new DisconnectReason.PairingExpired());
    assertThat(phone.rig.listener.codeEnds).containsExactly(PairingCodeEnd.EXPIRED);
  }

  @Test
  void codeIsInNoText() {
    LinkCodePhone phone = new LinkCodePhone(Rig.showingQr());

    PairingCode code = phone.shown();

    assertThat(code.toString()).doesNotContain(code.code()).contains("2026-11-22T12:03:00Z");
    assertThat(PairingCodeRequest.of(LinkCodePhone.NUMBER, code.code()).toString())
        .doesNotContain(code.code(), LinkCodePhone.NUMBER);
  }
}
