package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.api.AmarulaException;
import org.amarula.api.CrashedException;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.connection.Connection;
import org.amarula.api.content.Text;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.StateChanged;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The children of a living account are killed, and what the design promises about it is true. */
class CrashTest {
  private static final Role[] CHILDREN = {
    Role.REGISTRY,
    Role.TABLE_OWNER,
    Role.CUSTODIAN_SUPERVISOR,
    Role.CONNECTION,
    Role.SENDER_SUPERVISOR
  };

  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  private Stack stack;
  private Account alice;
  private Account bob;

  @BeforeEach
  void pair() {
    stack = new Stack(sandbox, data);
    Map<String, String> hardy =
        Map.of("restart.max", "5", "backoff.max.seconds", "1", "query.timeout.seconds", "3");
    alice = stack.pair("alice", hardy);
    bob = stack.pair("bob", hardy);
    alice.send(bob, "first");
    bob.events().awaitText("first");
    alice.events().clear();
  }

  @AfterEach
  void stop() {
    stack.close();
    sandbox.close();
  }

  @Test
  void aConnectionCrashLeavesItsSiblingsAlone() {
    Map<Role, Instant> before = since();
    Connection dead = alice.connection();

    alice.supervisor().kill(Role.CONNECTION);
    ChildRestarted told = alice.events().await(ChildRestarted.class, event -> true);
    alice.events().awaitState(ConnectionState.ONLINE);

    assertThat(told.role()).isEqualTo("connection");
    Map<Role, Instant> after = since();
    assertThat(after.remove(Role.CONNECTION)).isAfter(before.remove(Role.CONNECTION));
    assertThat(after).isEqualTo(before);
    assertThatThrownBy(dead::state).isInstanceOf(StaleConnectionException.class);
    assertThatThrownBy(dead::connect).isInstanceOf(StaleConnectionException.class);
    assertThat(outcome(dead.send(friend(), new Text("x")).toCompletableFuture()))
        .isInstanceOf(StaleConnectionException.class);
    bob.events().awaitText(sent("after the crash"));
  }

  @Test
  void theEventsOfAConnectionCrashComeInOrder() {
    alice.supervisor().kill(Role.CONNECTION);
    alice.events().awaitState(ConnectionState.ONLINE);

    List<String> told = new ArrayList<>();
    List<Event> all = alice.events().all();
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      from = all.get(i) instanceof ChildRestarted ? i : from;
    }
    for (Event event : all.subList(from, all.size())) {
      if (event instanceof ChildRestarted) {
        told.add("restarted");
      } else if (event instanceof StateChanged change) {
        told.add(change.state().text());
      }
    }
    assertThat(told)
        .containsExactly(
            "restarted", "disconnected", "connecting", "handshaking", "logging-in", "online");
  }

  @Test
  void aParkedSendFailsAtOnceWhenTheConnectionCrashes() {
    Account carol = stack.pair("carol");
    CompletableFuture<SendResult> parked = parkedSend(carol);
    CompletableFuture<SendResult> behind = send(carol);

    alice.supervisor().kill(Role.CONNECTION);

    assertThat(outcome(parked)).isInstanceOf(AmarulaException.class);
    assertThat(outcome(behind)).isInstanceOf(AmarulaException.class);
    sandbox.disarm(); // in case that the crash came before the question
    alice.events().awaitState(ConnectionState.ONLINE);
    alice.send(carol, "after the crash");
    carol.events().awaitText("after the crash");
  }

  @Test
  void aSenderCrashFailsOnlyItsOwnRecipientAndTheNextSendStartsAFreshOne() {
    Account carol = stack.pair("carol");
    CompletableFuture<SendResult> parked = parkedSend(carol);
    CompletableFuture<SendResult> behind = send(carol);
    CompletableFuture<SendResult> other = send(bob);

    Jid recipient = Jid.ofPhone(carol.phone());
    assertThat(alice.supervisor().kill(Role.SENDER_SUPERVISOR, recipient)).isTrue();

    assertThat(outcome(parked)).isInstanceOf(CrashedException.class);
    assertThat(outcome(behind)).isInstanceOf(CrashedException.class);
    sandbox.disarm(); // in case that the crash came before the question
    assertThat(outcome(other)).isInstanceOf(SendResult.Accepted.class);
    sendAtLast(carol, "a fresh sender");
    carol.events().awaitText("a fresh sender");
    assertThat(status(Role.SENDER_SUPERVISOR).restarts()).isZero();
    Jid nobody = Jid.ofPhone("19999");
    assertThat(alice.supervisor().kill(Role.SENDER_SUPERVISOR, nobody)).isFalse();
  }

  @Test
  void aCustodianCrashUnderTrafficLosesAndDoublesNoStep() {
    for (int i = 0; i < 30; i++) {
      alice.supervisor().kill(Role.CUSTODIAN_SUPERVISOR, friend());
      bob.supervisor().kill(Role.CUSTODIAN_SUPERVISOR, Jid.ofPhone(alice.phone()));
      bob.events().awaitText(sent("number " + i));
    }

    bob.send(alice, "answer");
    alice.events().awaitText("answer");
    assertThat(sandbox.violations()).isEmpty();
  }

  @Test
  void everyChildIsRebuiltByItselfUnderTraffic() {
    for (Role role : CHILDREN) {
      alice.supervisor().kill(role);
      alice.events().await(ChildRestarted.class, event -> event.role().equals(role.text()));
      if (role == Role.CONNECTION) {
        alice.events().awaitState(ConnectionState.ONLINE);
      }
      bob.events().awaitText(sent("after " + role.text()));
      assertThat(status(role).restarts()).isEqualTo(1);
      assertThat(status(role).history()).singleElement().asString().contains("KilledOnPurpose");
      assertThat(status(role).state()).isEqualTo("running");
    }
  }

  @Test
  void tooManyCrashesEndTheGroupAndFreeTheProfile() {
    Connection last = alice.connection();
    for (int i = 0; i < 6; i++) {
      alice.factory().supervisor(last.instanceId()).ifPresent(tree -> tree.kill(Role.REGISTRY));
      if (i < 5) {
        alice.events().await(ChildRestarted.class, event -> event.role().equals("registry"));
      }
    }

    InstanceTerminated end = alice.events().await(InstanceTerminated.class, event -> true);
    assertThat(end.reason().code()).isEqualTo("crashed");
    assertThat(end.history()).hasSize(6);
    while (alice.factory().findByProfile(alice.profile()).isPresent()) {
      Thread.onSpinWait(); // the profile is free when all of the group is gone
    }
    stack.login("alice", alice.scan());
  }

  private String sent(String text) {
    alice.send(bob, text);
    return text;
  }

  private Jid friend() {
    return Jid.ofPhone(bob.phone());
  }

  // Its first question for the devices of a stranger is never answered.
  private CompletableFuture<SendResult> parkedSend(Account stranger) {
    sandbox.fault(
        Fault.once(FaultType.IGNORE_IQ, Map.of("xmlns", "usync", "account", alice.phone())));
    return send(stranger);
  }

  private CompletableFuture<SendResult> send(Account to) {
    return alice
        .connection()
        .send(Jid.ofPhone(to.phone()), new Text("parked"))
        .toCompletableFuture();
  }

  // The question that was not answered is shared by who asks meanwhile, until it times out.
  private void sendAtLast(Account to, String text) {
    Object end = null;
    for (int i = 0; i < 5 && !(end instanceof SendResult.Accepted); i++) {
      end =
          outcome(
              alice
                  .connection()
                  .send(Jid.ofPhone(to.phone()), new Text(text))
                  .toCompletableFuture());
    }
    assertThat(end).isInstanceOf(SendResult.Accepted.class);
  }

  private static Object outcome(CompletableFuture<SendResult> send) {
    try {
      return send.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      return e;
    }
  }

  private Map<Role, Instant> since() {
    Map<Role, Instant> found = new HashMap<>();
    alice.supervisor().children().forEach(child -> found.put(child.role(), child.since()));
    return found;
  }

  private ChildStatus status(Role role) {
    return alice.supervisor().children().stream()
        .filter(child -> child.role() == role)
        .findFirst()
        .orElseThrow();
  }
}
