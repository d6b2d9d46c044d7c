package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.amarula.api.Profile;
import org.amarula.api.content.Text;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.ReceivedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  @TempDir Path otherData;

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void twoAccountsPairAndChatBothWays() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");

      String id = alice.send(bob, "hello bob");
      MessageReceived got = bob.events().awaitText("hello bob");
      assertThat(got.id()).isEqualTo(id);
      assertThat(got.fromMe()).isFalse();
      assertThat(got.redelivered()).isFalse();

      bob.send(got.chat(), "hello alice");
      alice.events().awaitText("hello alice");
      for (int i = 0; i < 10; i++) {
        alice.send(bob, "ping " + i);
        bob.events().awaitText("ping " + i);
        bob.send(alice, "pong " + i);
        alice.events().awaitText("pong " + i);
      }

      alice
          .events()
          .await(
              ReceiptReceived.class,
              receipt ->
                  receipt.ids().contains(id)
                      && (receipt.status() == ReceiptStatus.DELIVERED
                          || receipt.status() == ReceiptStatus.INACTIVE));
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void thePhonesOfBothSidesReadWhatTheirCompanionsSendAndGet() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");

      alice.send(bob, "to everybody");
      bob.events().awaitText("to everybody");
      String fromPhone = sandbox.send(alice.phone(), bob.phone(), "from alice's phone");
      MessageReceived copy = alice.events().awaitText("from alice's phone");
      bob.events().awaitText("from alice's phone");

      assertThat(fromPhone).isNotEmpty();
      assertThat(copy.fromMe()).isTrue();
      assertThat(texts(bob.phone())).contains("to everybody", "from alice's phone");
      assertThat(texts(alice.phone())).contains("to everybody");
      assertThat(sandbox.received(alice.phone())).allMatch(ReceivedMessage::decrypted);
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void twoCompanionsOfOneAccountSeeTheSameConversation() {
    try (Stack stack = new Stack(sandbox, data);
        Stack second = new Stack(sandbox, otherData)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      alice.send(bob, "before the second companion");
      bob.events().awaitText("before the second companion");

      Account tablet = second.begin(second.settings("alice-tablet"));
      String qr = tablet.events().await(PairingQr.class, code -> true).qr();
      sandbox.scan(qr, alice.phone(), "");
      tablet.events().awaitState(ConnectionState.ONLINE);

      alice.send(bob, "with a second companion");
      assertThat(tablet.events().awaitText("with a second companion").fromMe()).isTrue();
      bob.events().awaitText("with a second companion");
      bob.send(alice, "for all of you");
      alice.events().awaitText("for all of you");
      tablet.events().awaitText("for all of you");
      assertThat(sandbox.violations()).isEmpty();
    }
  }

  @Test
  void firstContactsThatCrossAreBothRead() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");

      var one = alice.connection().send(Jid.ofPhone(bob.phone()), new Text("crossing 1"));
      var two = bob.connection().send(Jid.ofPhone(alice.phone()), new Text("crossing 2"));

      assertThat(Account.join(one)).isInstanceOf(SendResult.Accepted.class);
      assertThat(Account.join(two)).isInstanceOf(SendResult.Accepted.class);
      bob.events().awaitText("crossing 1");
      alice.events().awaitText("crossing 2");
      alice.send(bob, "after");
      bob.events().awaitText("after");
      bob.send(alice, "and back");
      alice.events().awaitText("and back");
    }
  }

  @Test
  void anAccountSurvivesARestartWithoutPairingAgainAndGetsWhatItMissed() {
    Account bob;
    Account alice;
    try (Stack stack = new Stack(sandbox, data)) {
      alice = stack.pair("alice");
      bob = stack.pair("bob");
      alice.send(bob, "before");
      bob.events().awaitText("before");
    }
    sandbox.send(alice.phone(), bob.phone(), "while you were away");

    try (Stack again = new Stack(sandbox, data)) {
      assertThat(again.factory().profiles()).contains(Profile.of("alice"), Profile.of("bob"));
      Account bobAgain = again.login("bob", bob.scan());
      bobAgain.events().awaitText("while you were away");
      Account aliceAgain = again.login("alice", alice.scan());
      aliceAgain.send(bobAgain, "after");
      bobAgain.events().awaitText("after");
      assertThat(bobAgain.events().all()).noneMatch(PairingQr.class::isInstance);
    }
  }

  @Test
  void aNoteToSelfReachesThePhone() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");

      alice.send(alice, "remember");

      assertThat(awaitTexts(alice.phone(), "remember")).contains("remember");
    }
  }

  @Test
  void aStoppedStackLeavesNoThreadOfOurs() {
    try (Stack stack = new Stack(sandbox, data)) {
      Account alice = stack.pair("alice");
      Account bob = stack.pair("bob");
      alice.send(bob, "hi");
      bob.events().awaitText("hi");
    }
    sandbox.close();

    assertThat(Threads.leftAfterAWhile()).isEmpty();
  }

  private List<String> texts(String phone) {
    return sandbox.received(phone).stream().map(ReceivedMessage::text).toList();
  }

  private List<String> awaitTexts(String phone, String text) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!texts(phone).contains(text) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return texts(phone);
  }
}
