package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.instance.Inbox;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The phone unlinks an account whose bot has not confirmed what was acknowledged to the server. */
class LinkedAnewTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  private final Events bot = new Events("bot");
  @TempDir Path data;
  private Stack stack;
  private Account bob;

  @BeforeEach
  void unlinkBeforeTheBotIsDone() {
    stack = new Stack(sandbox, data);
    ConnectionListener sick =
        (connection, event) -> CompletableFuture.failedFuture(new IllegalStateException("sick"));
    stack.listen(sick, "bob", "bot");
    bob = stack.pair("bob");
    Account alice = stack.pair("alice");
    alice.send(bob, "read me");
    bob.events().awaitText("read me");
    int device = bob.connection().ownLid().orElseThrow().device();
    assertThat(sandbox.unlink(bob.phone(), device)).isTrue();
    bob.events().awaitState(ConnectionState.LOGGED_OUT);
    stack.close();
    stack = new Stack(sandbox, data);
    stack.listen((connection, event) -> bot.add(event), "bob", "bot");
  }

  @AfterEach
  void stop() {
    stack.close();
    sandbox.close();
  }

  private Account link(String phone) {
    Account again = stack.begin(stack.settings("bob"));
    String qr = again.events().await(PairingQr.class, code -> true).qr();
    sandbox.scan(qr, phone, "Bob");
    again.events().awaitState(ConnectionState.ONLINE);
    return again;
  }

  private Inbox inbox(Account of) {
    return of.factory().inbox(of.connection().instanceId()).orElseThrow();
  }

  @Test
  void theBotGetsItWhenTheNumberIsLinkedAgain() {
    Account again = link(bob.phone());

    assertThat(bot.awaitText("read me").redelivered()).isTrue();
    assertThat(inbox(again).parked("bot")).isEmpty();
  }

  @Test
  void nobodyElseGetsItUnlessItIsAskedFor() {
    Account other = link("15557654321");

    MessageParked parked =
        other.events().await(MessageParked.class, one -> one.subscription().equals("bot"));
    assertThat(parked.tries()).isZero();
    assertThat(bot.all()).noneMatch(MessageReceived.class::isInstance);
    assertThat(inbox(other).parked("bot")).hasSize(1);

    assertThat(Account.join(inbox(other).replayParked("bot"))).isOne();

    assertThat(bot.awaitText("read me").redelivered()).isTrue();
  }
}
