package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentityVerifier;
import org.amarula.crypto.pairing.KeyIndexListVerifier;
import org.amarula.crypto.pairing.SignedPreKeySignature;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.Violation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RequestTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, "15551230001");
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private static String code(Node answer) {
    assertThat(answer.attribute("type")).contains("error");
    return answer.requireChild("error").requireAttribute("code");
  }

  @Test
  void countFollowsUploadsAndFetches() throws Exception {
    assertThat(count()).isEqualTo("10");
    SignalDevice device = new SignalDevice(Companion.ready(server, "15551230002"));
    Node bundle = device.fetch(alice.lid);
    assertThat(bundle.requireChild("key").requireChild("id").requireBytes())
        .isEqualTo(new byte[] {0, 0, 1});
    assertThat(count()).isEqualTo("9");
  }

  private String count() throws Exception {
    return alice
        .ask("get", "encrypt", Node.of("count"))
        .requireChild("count")
        .requireAttribute("value");
  }

  @Test
  void oneTimeKeysGoOutOnceAndThenTheBundleComesWithout() throws Exception {
    SignalDevice device = new SignalDevice(Companion.ready(server, "15551230002"));
    for (int id = 1; id <= 10; id++) {
      assertThat(device.fetch(alice.lid).requireChild("key").requireChild("id").requireBytes())
          .isEqualTo(new byte[] {0, 0, (byte) id});
    }
    assertThat(device.fetch(alice.pn).child("key")).isEmpty();
    Node low = alice.connection.expect("notification");
    assertThat(low.attribute("type")).contains("encrypt");
    assertThat(low.attribute("from")).contains("@s.whatsapp.net");
    assertThat(low.requireChild("count").attribute("value")).contains("4");
  }

  @Test
  void bundleOfACompanionShowsItsIdentity() throws Exception {
    Companion bob = Companion.ready(server, "15551230002");
    Node phone = new SignalDevice(bob).fetch(alice.lid.withDevice(0));
    byte[] accountKey = phone.requireChild("identity").requireBytes();
    Node bundle = new SignalDevice(bob).fetch(alice.lid);
    DeviceIdentityVerifier.verify(
        bundle.requireChild("device-identity").requireBytes(),
        bundle.requireChild("identity").requireBytes(),
        accountKey);
    assertThat(phone.child("device-identity")).isEmpty();
  }

  @Test
  void unknownDeviceIsAnErrorOfThatUserOnly() throws Exception {
    Node known = Node.builder("user").attribute("jid", alice.lid.withDevice(0)).build();
    Node unknown = Node.builder("user").attribute("jid", alice.lid.withDevice(9)).build();
    Node list =
        alice
            .ask("get", "encrypt", Node.builder("key").children(List.of(unknown, known)).build())
            .requireChild("list");
    assertThat(list.children("user").get(0).requireChild("error").attribute("code"))
        .contains("404");
    assertThat(list.children("user").get(1).child("skey")).isPresent();
  }

  @Test
  void phoneNeverRunsOutOfKeys() throws Exception {
    SignalDevice device = new SignalDevice(alice);
    for (int i = 0; i < 60; i++) {
      assertThat(device.fetch(alice.lid.withDevice(0)).child("key")).isPresent();
    }
  }

  @Test
  void forgedSignedPreKeyOfAFaultDoesNotVerify() throws Exception {
    server.fault(Fault.once(FaultType.BAD_SIGNED_PRE_KEY, Map.of("account", alice.pn.user())));
    assertThat(verifies(new SignalDevice(alice).fetch(alice.lid))).isFalse();
    assertThat(verifies(new SignalDevice(alice).fetch(alice.lid))).isTrue();
  }

  private static boolean verifies(Node bundle) {
    Node skey = bundle.requireChild("skey");
    return SignedPreKeySignature.verify(
        bundle.requireChild("identity").requireBytes(),
        skey.requireChild("value").requireBytes(),
        skey.requireChild("signature").requireBytes());
  }

  @Test
  void uploadWithForgedSignatureIsRefusedAndChangesNothing() throws Exception {
    assertThat(code(alice.ask(alice.keys(3, new byte[64])))).isEqualTo("406");
    assertThat(count()).isEqualTo("10");
    assertThat(rules()).containsExactly("signed-pre-key");
  }

  @Test
  void rotatedSignedPreKeyIsHandedOut() throws Exception {
    KeyPair next = KeyPair.generate(Companion.RANDOM);
    byte[] signature = SignedPreKeySignature.sign(alice.identity, next, Companion.RANDOM);
    Node skey = Companion.key("skey", 2, next, signature);
    Node answer = alice.ask("set", "encrypt", Node.builder("rotate").child(skey).build());
    assertThat(answer.attribute("type")).contains("result");
    Node handed = new SignalDevice(alice).fetch(alice.lid).requireChild("skey");
    assertThat(handed.requireChild("value").requireBytes()).isEqualTo(next.publicKey());
  }

  @Test
  void digestIsMissingWithoutKeys() throws Exception {
    assertThat(alice.ask("get", "encrypt", Node.of("digest")).child("digest")).isPresent();
    Companion fresh = new Companion(server);
    fresh.pair("15551230003");
    fresh.login();
    assertThat(code(fresh.ask("get", "encrypt", Node.of("digest")))).isEqualTo("404");
  }

  @Test
  void devicesComeWithKeyIndexesAndASignedList() throws Exception {
    Companion second = new Companion(server);
    second.pair(alice.pn.user());
    SignalDevice device = new SignalDevice(alice);
    assertThat(device.devices(alice.pn.toUser()))
        .containsExactly(alice.pn.withDevice(0), alice.pn, alice.pn.withDevice(2));
    Node query =
        Node.builder("query")
            .child(Node.builder("devices").attribute("version", "2").build())
            .child(Node.of("lid"))
            .build();
    Node user = Node.builder("user").attribute("jid", alice.pn.toUser()).build();
    Node usync =
        Node.builder("usync")
            .attribute("sid", "1")
            .child(query)
            .child(Node.builder("list").child(user).build())
            .build();
    Node answer =
        alice
            .ask("get", "usync", usync)
            .requireChild("usync")
            .requireChild("list")
            .requireChild("user");
    assertThat(answer.requireChild("lid").jidAttribute("val")).contains(alice.lid.toUser());
    byte[] accountKey =
        device.fetch(alice.lid.withDevice(0)).requireChild("identity").requireBytes();
    assertThat(
            KeyIndexListVerifier.verify(
                    answer.requireChild("devices").requireChild("key-index-list").requireBytes(),
                    accountKey)
                .validIndexes())
        .containsExactlyInAnyOrder(1L, 2L);
  }

  @ParameterizedTest
  @CsvSource({
    "get,abt,props,result",
    "get,privacy,privacy,result",
    "get,blocklist,x,result",
    "set,urn:xmpp:whatsapp:dirty,clean,error",
    "set,w:stats,add,result",
    "get,w:p,ping,result",
    "get,w:nothing,x,error",
    "get,encrypt,nothing,error"
  })
  void eachRequestIsAnswered(String type, String xmlns, String child, String answer)
      throws Exception {
    assertThat(alice.ask(type, xmlns, Node.of(child)).attribute("type")).contains(answer);
  }

  @Test
  void requestFaultsIgnoreOrRefuse() throws Exception {
    server.fault(Fault.once(FaultType.IGNORE_IQ, Map.of("xmlns", "w:p")));
    alice.connection.send(alice.iq("get", "w:p", Node.of("ping")));
    server.fault(
        Fault.once(FaultType.IQ_ERROR, Map.of("xmlns", "abt", "code", "429", "text", "slow")));
    Node refused = alice.ask("get", "abt", Node.of("props"));
    assertThat(code(refused)).isEqualTo("429");
    assertThat(server.stats().get("faults")).isEqualTo(2);
  }

  @Test
  void lowKeysAreToldOnDemand() throws Exception {
    server.fault(Fault.once(FaultType.PRE_KEY_LOW, Map.of("value", "2")));
    Node low = alice.connection.expect("notification");
    assertThat(low.requireChild("count").attribute("value")).contains("2");
  }

  @Test
  void companionUnlinksItself() throws Exception {
    Companion second = Companion.ready(server, alice.pn.user());
    Node sync = alice.connection.expect("notification");
    assertThat(sync.attribute("type")).contains("account_sync");
    alice.ack(sync);
    Node removal =
        Node.builder("remove-companion-device")
            .attribute("jid", second.pn)
            .attribute("reason", "user_initiated")
            .build();
    assertThat(second.ask("set", "md", removal).attribute("type")).contains("result");
    Node error = second.connection.expect("stream:error");
    assertThat(error.attribute("code")).contains("401");
    assertThat(error.requireChild("conflict").attribute("type")).contains("device_removed");
    second.connection.awaitClosed();
    Node gone = alice.connection.expect("notification");
    assertThat(gone.requireChild("devices").children("device")).hasSize(2);
    second.open(second.loginPayload().build());
    assertThat(second.connection.expect("failure").attribute("reason")).contains("401");
  }

  @Test
  void companionUnlinksNobodyElse() throws Exception {
    Node removal =
        Node.builder("remove-companion-device").attribute("jid", Jid.of("1", 1, Jid.PN)).build();
    assertThat(code(alice.ask("set", "md", removal))).isEqualTo("403");
    assertThat(rules()).containsExactly("foreign-unlink");
  }

  private List<String> rules() {
    return server.violations().stream().map(Violation::rule).toList();
  }
}
