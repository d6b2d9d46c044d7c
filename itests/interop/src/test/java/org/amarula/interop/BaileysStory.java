package org.amarula.interop;

import static org.amarula.interop.BaileysClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One account of ours and one of the npm client {@code baileys}, both paired with a fresh sandbox.
 * That client has its signature checks replaced by real ones, and we assert what our side verified
 * (spec interop.md, baileys 2).
 */
@ExtendWith(Tally.class)
abstract class BaileysStory {
  private static Path home;

  SandboxServer sandbox;
  JavaAccount ours;
  BaileysClient theirs;
  Scan ourPhone;
  Scan theirPhone;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    home = Npm.install();
  }

  @BeforeEach
  void pairBoth(TestInfo test) throws IOException {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    theirs = BaileysClient.start(home, test.getTestMethod().orElseThrow().getName());
    ours = new JavaAccount(sandbox, "ours");
    ourPhone = ours.pair(sandbox, "Ours");
    theirPhone = theirs.pair(sandbox, "Theirs");
  }

  @AfterEach
  void closeAll() {
    if (ours != null) {
      ours.close();
    }
    if (theirs != null) {
      theirs.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  static int code(JsonObject state) {
    return state.get("code").getAsInt();
  }

  static Predicate<JsonObject> delivered(String id) {
    return event -> text(event, "id").equals(id) && text(event, "status").equals("DELIVERY_ACK");
  }

  static Predicate<ReceiptReceived> hasStatus(ReceiptStatus status) {
    return receipt -> receipt.status() == status;
  }

  void awaitReceiptOfTheirCompanion(String id, Predicate<ReceiptReceived> fits) {
    ours.receipt(
        id, receipt -> receipt.from().device() == theirPhone.device() && fits.test(receipt));
  }

  void awaitPhone(Scan phone, String text) {
    ReceivedMessage got = PhoneInbox.await(sandbox, phone.phone(), text);
    assertThat(got.decrypted()).isTrue();
  }

  String ourNumber() {
    return ourPhone.phone() + "@" + Jid.PN;
  }

  String theirNumber() {
    return theirPhone.phone() + "@" + Jid.PN;
  }

  static List<String> addressesOf(Scan phone) {
    return List.of(phone.phone() + "@" + Jid.PN, phone.lid() + "@" + Jid.LID);
  }

  /** Nobody had to ask twice, refuse or give up anything. */
  void assertFlawless() {
    assertUnviolated();
    assertThat(ours.all(MessageUnreadable.class)).isEmpty();
    assertThat(ours.all(StanzaRejected.class)).isEmpty();
    assertThat(sandbox.stats().get("retries")).isZero();
    for (Scan phone : List.of(ourPhone, theirPhone)) {
      assertThat(sandbox.received(phone.phone())).allMatch(ReceivedMessage::decrypted);
    }
    assertThat(theirs.events().all())
        .noneMatch(event -> List.of("unreadable", "failed").contains(text(event, "event")));
  }

  /** Both kept the rules, all signatures were genuine, and nothing left loopback. */
  void assertUnviolated() {
    assertThat(sandbox.violations()).isEmpty();
    assertThat(ours.all(DeviceRefused.class)).isEmpty();
    assertThat(ours.all(DeviceUnverified.class)).isEmpty();
    assertThat(ours.all(IdentityChanged.class)).isEmpty();
    theirs.tell(Map.of("do", "signatures"));
    JsonObject signatures = theirs.await("signatures", event -> true);
    assertThat(signatures.get("accepted").getAsInt()).isPositive();
    assertThat(signatures.get("refused").getAsInt()).isZero();
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("escape"));
  }
}
