package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox's forgeries are ones: the Go client {@code whatsmeow} refuses them. */
class WhatsmeowRefusalIT extends Story {
  private static final String PHONE = "15550007703";
  private static final String CHAT = "15550007704@s.whatsapp.net";

  private Peer theirs;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    theirs = peer(Kind.WHATSMEOW, "Theirs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "intermediate"})
  void aForgedCertificateEndsTheHandshake(String part) {
    sandbox.fault(Fault.once(FaultType.BAD_CERTIFICATE, Map.of("part", part)));

    JsonObject result = theirs.result(theirs.beginConnect());

    assertThat(text(result, "event")).isEqualTo("failed");
    assertThat(text(result, "error")).contains("failed to verify server cert");
    assertThat(theirs.all("qr")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hmac, HMAC", "signature, signature"})
  void aForgedDeviceIdentityIsNotAdopted(String part, String named) {
    theirs.connect();
    JsonObject shown = theirs.await("qr", event -> true);
    sandbox.fault(Fault.once(FaultType.BAD_ADV, Map.of("part", part)));

    sandbox.scan(text(shown, "qr"), "", "Theirs");

    JsonObject refused = theirs.await("pairing-failed", event -> true);
    assertThat(text(refused, "error")).contains(named);
    assertThat(theirs.all("paired")).isEmpty();
    assertThat(sandbox.stats().get("devices")).isOne(); // the phone
  }

  @Test
  void aDamagedFileIsNotTaken() throws Exception {
    theirs.pair();
    Peer friend = pairedPeer(Kind.WHATSMEOW, "Friend");
    sandbox.fault(Fault.once(FaultType.MEDIA_CORRUPT));
    friend.call("image", "to", theirs.number(), "text", "damaged", "file", "AAECAw==");
    friend.call("image", "to", theirs.number(), "text", "whole", "file", "AAECAw==");

    JsonObject damaged = theirs.message("image", "damaged");
    JsonObject whole = theirs.message("image", "whole");

    assertThat(damaged.has("file")).isFalse();
    assertThat(text(damaged, "error")).containsAnyOf("hash", "hmac");
    assertThat(text(whole, "file")).isEqualTo("AAECAw==");
    assertThat(sandbox.violations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"value", "patch", "snapshot"})
  void forgedAppStateIsNotApplied(String part) throws Exception {
    sandbox.greeting(true);
    theirs.named(sandbox, "Theirs", true).pair(PHONE);
    Peer author = peer(Kind.WHATSMEOW, "Author", true);
    author.pair(PHONE);
    author.call("mute", "to", CHAT, "on", "true");
    theirs.await("chat", event -> event.get("on").getAsBoolean());
    Map<String, String> fields = Map.of("account", PHONE, "device", "1", "part", part);
    sandbox.fault(Fault.once(FaultType.BAD_APP_STATE, fields));
    int from = theirs.events().size();

    author.call("mute", "to", CHAT, "on", "false");

    JsonObject refused = theirs.await("complaint", from, event -> true);
    assertThat(text(refused, "text")).contains("mismatching");
    assertThat(theirs.all("chat")).allMatch(event -> event.get("on").getAsBoolean());
    author.call("mute", "to", CHAT, "on", "true");
    theirs.await("chat", from, event -> !event.get("on").getAsBoolean());
    theirs.await("chat", from, event -> event.get("on").getAsBoolean());
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void aForgedKeyBundleIsNotUsed() throws Exception {
    theirs.pair();
    Peer friend = pairedPeer(Kind.WHATSMEOW, "Friend");
    sandbox.fault(
        new Fault(FaultType.BAD_SIGNED_PRE_KEY, 100, Map.of("account", friend.scan().phone())));

    theirs.result(theirs.begin(friend.number(), "for no forger"));

    sandbox.send(theirs.scan().phone(), friend.scan().phone(), "later");
    friend.reads("later"); // deliveries keep their order: nothing came before it
    awaitPhone(friend.scan(), "later");
    assertThat(friend.textsSoFar()).containsExactly("later");
    assertThat(friend.unreadable()).isZero();
    assertThat(sandbox.received(friend.scan().phone())).hasSize(1);
  }
}
