package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.amarula.api.Bytes;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.crypto.pairing.LinkCodeRefusedException;
import org.junit.jupiter.api.Test;

/** What happens once a code is shown (spec/transport.md 8.4, 8.5 and 7.3 step 5). */
class LinkCodeExchangeTest {
  private final Rig rig = Rig.showingQr();
  private final LinkCodePhone phone = new LinkCodePhone(rig);

  @Test
  void phoneOnWhichTheCodeIsTypedLinksTheDevice() throws Exception {
    PairingCode code = phone.shown();

    phone.type(code.display());
    Node finish = phone.taken();
    byte[] secret = phone.open(finish);
    phone.acceptFinish(finish);
    rig.serve(Rig.pairSuccess(containerBy(secret)));
    rig.serve(Node.builder("stream:error").attribute("code", "515").build());

    assertThat(finish.attributes()).containsEntry("xmlns", "md").containsEntry("type", "set");
    assertThat(finish.requireChild("link_code_companion_reg").attributes())
        .containsEntry("stage", "companion_finish")
        .containsEntry("jid", "15551230001@s.whatsapp.net");
    assertThat(LinkCodePhone.part(finish, "link_code_pairing_ref"))
        .isEqualTo(Bytes.utf8(phone.ref).toArray());
    assertThat(rig.server.take().attribute("type")).contains("result");
    assertThat(rig.listener.credentials).last().matches(c -> c.paired().isPresent());
    assertThat(rig.listener.codeEnds).isEmpty();
    assertThat(rig.end()).isEqualTo(new DisconnectReason.RestartRequired());
  }

  @Test
  void derivedSecretIsDurableBeforeTheBundleLeavesAndIsInTheNewQr() throws Exception {
    PairingCode code = phone.shown();
    CompletableFuture<Void> durable = new CompletableFuture<>();
    rig.listener.store = () -> durable;

    phone.type(code.code());
    assertThat(rig.server.received).isEmpty();
    durable.complete(null);
    rig.lane.settle();

    byte[] secret = phone.open(phone.taken());
    assertThat(secretNow()).isEqualTo(Bytes.wrap(secret));
    assertThat(rig.listener.qrs)
        .hasSize(2)
        .last()
        .asString()
        .contains("#ref-1,", Base64.getEncoder().encodeToString(secret));
  }

  @Test
  void wrongCodeEndsWithoutAWordAfterAMinute() {
    phone.shown();

    phone.type("11111111");
    Node finish = phone.taken();
    assertThatThrownBy(() -> phone.open(finish)).isInstanceOf(LinkCodeRefusedException.class);
    phone.acceptFinish(finish);
    Bytes derived = secretNow();
    rig.keepTalking(59);
    assertThat(rig.listener.codeEnds).isEmpty();
    rig.keepTalking(1);

    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.UNFINISHED);
    assertThat(PairingCodeEnd.UNFINISHED.text()).contains("wrong code");
    assertThat(secretNow()).isNotEqualTo(derived);
    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void rightCodeAfterAWrongOnePairs() throws Exception {
    PairingCode code = phone.shown();
    phone.type("11111111");
    phone.acceptFinish(phone.taken());
    rig.keepTalking(30);

    phone.type(code.code());
    Node finish = phone.taken();
    phone.acceptFinish(finish);
    rig.serve(Rig.pairSuccess(containerBy(phone.open(finish))));

    assertThat(rig.server.take().attribute("type")).contains("result");
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void codeIsTriedThreeTimesAndNotAFourth() {
    phone.shown();
    for (int i = 0; i < 3; i++) {
      phone.type("11111111");
      phone.acceptFinish(phone.taken());
    }
    assertThat(rig.listener.codeEnds).isEmpty();

    phone.type("11111111");

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REFUSED);
  }

  @Test
  void answerToALateCodeIsIgnored() {
    PairingCode code = phone.shown();
    Node typed = phone.typed(code.code());
    rig.serve(Rig.pairDevice("a", "b", "c", "d", "e", "f", "g", "h"));
    rig.server.take();
    rig.keepTalking(180);
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.EXPIRED);
    rig.server.received.clear(); // pings

    phone.notify(typed);

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void greetingWithAnotherReferenceIsRefused() {
    PairingCode code = phone.shown();
    phone.ref = "other";

    phone.type(code.code());

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REFUSED);
    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void greetingForACodeThatWasReplacedLeavesTheNewOneValid() throws Exception {
    PairingCode first = phone.shown();
    Node late = phone.typed(first.code());
    phone.ref = "code-ref-2";
    PairingCode second = phone.shown();

    phone.notify(late);
    assertThat(rig.server.received).isEmpty();
    phone.type(second.code());

    assertThat(phone.open(phone.taken())).hasSize(32);
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REPLACED);
  }

  @Test
  void malformedGreetingIsRefused() {
    byte[] key = rig.account.publicKey();
    List<Function<String, Node>> greetings =
        List.of(
            ref -> LinkCodePhone.primaryHello(new byte[79], key, ref),
            ref -> LinkCodePhone.primaryHello(new byte[80], new byte[31], ref),
            ref -> LinkCodePhone.primaryHello(new byte[80], new byte[32], ref), // a useless key
            ref -> LinkCodePhone.registration("primary_hello"));
    for (int i = 0; i < greetings.size(); i++) {
      rig.listener.codeEnds.clear();
      phone.ref = "code-ref-" + i;
      phone.shown();

      phone.notify(greetings.get(i).apply(phone.ref));

      assertThat(rig.server.received).isEmpty();
      assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REFUSED);
      assertThat(rig.listener.credentials).isEmpty();
    }
  }

  @Test
  void greetingThatTheServerDidNotSendIsAcknowledgedOnly() {
    PairingCode code = phone.shown();

    rig.serve(
        LinkCodePhone.notification(Jid.of("15559990000", Jid.PN))
            .child(phone.typed(code.code()))
            .build());

    assertThat(rig.server.take().is("ack")).isTrue();
    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void stageThatIsUnknownOrWithoutACodeIsAcknowledgedOnly() {
    phone.notify(LinkCodePhone.registration("primary_hello"));
    phone.shown();
    phone.notify(LinkCodePhone.registration("something"));

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void bundleThatTheServerRefusesEndsTheCodeAndForgetsTheSecret() throws Exception {
    PairingCode code = phone.shown();
    phone.type(code.code());
    Node finish = phone.taken();

    phone.refuse(finish, 400, "bad-request");

    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REFUSED);
    assertThat(secretNow()).isNotEqualTo(Bytes.wrap(phone.open(finish)));
    String secret = Base64.getEncoder().encodeToString(secretNow().toArray());
    assertThat(rig.listener.qrs).last().asString().contains(secret);
    phone.ref = "code-ref-2";
    assertThat(phone.shown().code()).isNotEqualTo(code.code());
  }

  @Test
  void bundleThatTheServerDoesNotAnswerEndsTheCode() {
    phone.type(phone.shown().code());
    phone.taken();

    rig.keepTalking(60);

    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.UNFINISHED);
  }

  @Test
  void storeThatFailsEndsCodeAndStream() {
    PairingCode code = phone.shown();
    rig.listener.store =
        () -> CompletableFuture.failedFuture(new org.amarula.api.StorageException("Disk is full."));

    phone.type(code.code());

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.end()).isEqualTo(new DisconnectReason.StorageFailed("Disk is full"));
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.DISCONNECTED);
  }

  @Test
  void forgedPairSuccessEndsTheCodeToo() throws Exception {
    phone.type(phone.shown().code());
    Node finish = phone.taken();
    phone.acceptFinish(finish);
    byte[] secret = phone.open(finish);
    secret[0] ^= 1;

    rig.serve(Rig.pairSuccess(containerBy(secret)));

    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.REFUSED);
    assertThat(rig.end()).isEqualTo(new DisconnectReason.PairingRefused("hmac-mismatch"));
  }

  @Test
  void scanWhileACodeIsShownPairsAndTheCodeEndsWithIt() {
    phone.shown();

    rig.serve(Rig.pairSuccess(rig.container(rig.credentials)));

    assertThat(rig.server.take().attribute("type")).contains("result");
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void registrationRefreshLeavesTheDerivedSecretAlone() throws Exception {
    phone.type(phone.shown().code());
    Node finish = phone.taken();
    phone.acceptFinish(finish);

    refreshRegistration();
    rig.serve(Rig.pairSuccess(containerBy(phone.open(finish))));

    assertThat(rig.server.take().attribute("type")).contains("result");
  }

  @Test
  void registrationRefreshBeforeThePhoneAnsweredMakesANewSecret() {
    phone.shown();

    refreshRegistration();

    assertThat(secretNow()).isNotEqualTo(rig.credentials.advSecret());
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void refreshedCodeIsAskedForAtOnceAndTold() throws Exception {
    PairingCode first = phone.shown();
    phone.notify(refresh(phone.ref));
    phone.ref = "code-ref-2";
    phone.accept();

    PairingCode second = rig.listener.codes.get(1);
    phone.type(second.code());

    assertThat(second.code()).isNotEqualTo(first.code());
    assertThat(phone.open(phone.taken())).hasSize(32);
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  @Test
  void refreshByHandVoidsTheCode() {
    phone.shown();

    phone.notify(byHand(refresh(phone.ref)));

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.RENEWAL_WANTED);
  }

  @Test
  void refreshThatTheServerRefusesEndsTheCode() {
    phone.shown();

    phone.notify(refresh(phone.ref));
    phone.refuse(phone.taken(), 429, "rate-overlimit");

    assertThat(rig.listener.codes).hasSize(1);
    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.NOT_RENEWED);
  }

  @Test
  void refreshDuringWhichTheStreamEndsIsADisconnect() {
    phone.shown();
    phone.notify(refresh(phone.ref));

    rig.server.closeSocket(new DisconnectReason.NetworkLost("reset"));
    rig.lane.settle();

    assertThat(rig.listener.codeEnds).containsExactly(PairingCodeEnd.DISCONNECTED);
  }

  @Test
  void refreshOfAnotherCodeIsIgnored() {
    phone.shown();

    phone.notify(refresh("other"));

    assertThat(rig.server.received).isEmpty();
    assertThat(rig.listener.codeEnds).isEmpty();
  }

  private static Node refresh(String ref) {
    return LinkCodePhone.registration(
        "refresh_code", LinkCodePhone.bytes("link_code_pairing_ref", ref));
  }

  private static Node byHand(Node refresh) {
    return refresh.withAttribute("force_manual_refresh", "true");
  }

  private void refreshRegistration() {
    rig.serve(
        Node.builder("notification")
            .attribute("from", Jid.SERVER)
            .attribute("id", "77")
            .attribute("type", "companion_reg_refresh")
            .child(Node.of("companion_reg_refresh"))
            .build());
    assertThat(rig.server.take().is("ack")).isTrue();
  }

  private byte[] containerBy(byte[] secret) {
    return rig.container(rig.credentials.withAdvSecret(Bytes.wrap(secret)));
  }

  private Bytes secretNow() {
    return rig.listener.credentials.stream()
        .reduce((one, other) -> other)
        .map(Credentials::advSecret)
        .orElseThrow();
  }
}
