package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contact links a companion and the notification of it gets lost: {@code missed.devices}. */
class MissedDevicesTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  @TempDir Path otherData;
  private Stack stack;
  private Stack other;
  private Account alice;
  private Account bob;

  @BeforeEach
  void pair() {
    stack = new Stack(sandbox, data);
    other = new Stack(sandbox, otherData);
    alice = stack.pair("alice", Map.of("missed.devices", "resend"));
    bob = stack.pair("bob");
    alice.send(bob, "hello");
    bob.events().awaitText("hello");
  }

  @AfterEach
  void stop() {
    other.close();
    stack.close();
    sandbox.close();
  }

  /** Links a second companion of bob's, of which alice is not told. */
  private Account tabletUnseen() {
    sandbox.fault(
        Fault.once(
            FaultType.LOSE_NOTICE,
            Map.of("account", alice.phone(), "device", "1", "kind", "devices")));
    Account tablet = other.begin(other.settings("bob-tablet"));
    sandbox.scan(tablet.events().await(PairingQr.class, code -> true).qr(), bob.phone(), "");
    tablet.events().awaitState(ConnectionState.ONLINE);
    assertThat(sandbox.disarm()).isZero();
    return tablet;
  }

  private static List<String> texts(Account account) {
    return account.events().all().stream()
        .filter(MessageReceived.class::isInstance)
        .map(MessageReceived.class::cast)
        .filter(message -> message.content() instanceof Text)
        .map(message -> ((Text) message.content()).text())
        .toList();
  }

  @Test
  void newCompanionOfTheContactReadsTheMessageThatMissedIt() {
    Account tablet = tabletUnseen();

    alice.send(bob, "missed");

    tablet.events().awaitText("missed");
    alice.send(bob, "next");
    tablet.events().awaitText("next");
    bob.events().awaitText("next");
    assertThat(texts(bob)).containsExactly("hello", "missed", "next");
    assertThat(texts(tablet)).containsExactly("missed", "next");
    assertThat(sandbox.stats().get("incompleteFanouts")).isEqualTo(1);
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void newCompanionOfTheMemberReadsTheMessageThatMissedItAndHasTheKey() {
    Jid member = Jid.ofPhone(bob.phone());
    Jid group =
        Account.join(alice.connection().groups().create("Missed", List.of(member)))
            .metadata()
            .group();
    alice.send(group, "to all");
    bob.events().awaitText("to all");
    Account tablet = tabletUnseen();
    // what all get, so that it does not ask for what it cannot read
    sandbox.fault(
        Fault.once(
            FaultType.LOSE_MESSAGE,
            Map.of("from", alice.phone(), "reader", bob.phone(), "device", "2")));

    alice.send(group, "missed");

    assertThat(tablet.events().awaitText("missed").chat()).isEqualTo(group);
    alice.send(group, "next");
    tablet.events().awaitText("next");
    bob.events().awaitText("next");
    assertThat(texts(bob)).containsExactly("hello", "to all", "missed", "next");
    assertThat(texts(tablet)).containsExactly("missed", "next");
    assertThat(sandbox.stats().get("retries")).isZero();
    assertThat(sandbox.violations()).isEmpty();
  }
}
