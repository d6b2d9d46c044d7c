package org.amarula.interop;

import static org.amarula.interop.GoClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
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
 * One account of ours and one of the Go client {@code whatsmeow}, both paired with a fresh sandbox.
 * That client verifies every signature by itself (spec interop.md, whatsmeow 2).
 */
@ExtendWith(Tally.class)
abstract class WhatsmeowStory {
  private static Path driver;

  SandboxServer sandbox;
  JavaAccount ours;
  GoClient theirs;
  Scan ourPhone;
  Scan theirPhone;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    driver = GoBuild.driver();
  }

  @BeforeEach
  void pairBoth(TestInfo test) throws IOException {
    sandbox = SandboxServer.start(SandboxOptions.defaults());
    theirs = GoClient.start(driver, test.getTestMethod().orElseThrow().getName());
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
    assertThat(theirs.events().all()).noneMatch(event -> text(event, "event").equals("escape"));
  }
}
