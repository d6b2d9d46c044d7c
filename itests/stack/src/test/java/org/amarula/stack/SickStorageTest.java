package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.amarula.api.AmarulaException;
import org.amarula.api.connection.Connection;
import org.amarula.api.content.Text;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.stack.SickStorage.Illness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One account's storage falls sick: its state says so, nothing is lost, and nobody else notices.
 */
class SickStorageTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  private SickStorage sick;
  private Stack stack;
  private Account alice;
  private Account bob;
  private Account carol;

  @BeforeEach
  void pair() {
    stack =
        new Stack(
            sandbox,
            data,
            storage -> {
              sick = new SickStorage(storage, "alice");
              return sick;
            },
            UnaryOperator.identity());
    alice = stack.pair("alice");
    bob = stack.pair("bob");
    carol = stack.pair("carol");
    alice.send(bob, "before");
    bob.events().awaitText("before");
    bob.send(alice, "answer");
    alice.events().awaitText("answer");
    alice.events().clear();
  }

  @AfterEach
  void stop() {
    sick.becomes(Illness.NONE);
    stack.close();
    sandbox.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Illness.class,
      names = {"FAILS", "THROWS", "DEAD"})
  void whatComesMeanwhileIsKeptByTheServerAndReadLater(Illness illness) {
    sick.becomes(illness);
    bob.send(alice, "while sick");

    alice.events().awaitReason(DisconnectReason.StorageFailed.class);
    theOthersChat();
    sick.becomes(Illness.NONE);

    alice.events().awaitState(ConnectionState.ONLINE);
    alice.events().awaitText("while sick");
    alice.send(bob, "healthy again");
    bob.events().awaitText("healthy again");
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void aSendThatCannotBeStoredFailsWithATypeAndSendsNothing() throws Exception {
    sick.becomes(Illness.FAILS);

    CompletableFuture<SendResult> send =
        alice
            .connection()
            .send(Jid.ofPhone(bob.phone()), new Text("never stored"))
            .toCompletableFuture();

    try {
      assertThat(send.get(20, TimeUnit.SECONDS)).isNotInstanceOf(SendResult.Accepted.class);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(AmarulaException.class);
    }
    sick.becomes(Illness.NONE);
    bob.send(carol, "a message after it");
    carol.events().awaitText("a message after it");
    assertThat(sandbox.received(bob.phone()))
        .noneMatch(message -> message.toString().contains("never stored"));
  }

  @Test
  void aStorageThatHangsHoldsUpItsOwnAccountOnlyAndItsStopEnds() {
    sick.becomes(Illness.HANGS);
    bob.send(alice, "while it hangs");

    theOthersChat();
    Connection last = alice.connection();
    Account.join(alice.factory().stop(last.instanceId()));

    assertThat(alice.events().await(InstanceTerminated.class, event -> true).reason().code())
        .isEqualTo("requested");
    sick.becomes(Illness.NONE);
    Account again = stack.login("alice", alice.scan());
    again.events().awaitText("while it hangs");
  }

  private void theOthersChat() {
    for (int i = 0; i < 5; i++) {
      bob.send(carol, "well " + i);
      carol.events().awaitText("well " + i);
    }
  }
}
