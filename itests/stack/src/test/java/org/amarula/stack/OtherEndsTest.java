package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the policy table that are no fault of a linked account's server, in virtual time. */
@Timeout(120)
class OtherEndsTest {
  private static final Duration STEP = Duration.ofSeconds(1);

  @TempDir Path data;
  private TimedStack stack;

  @BeforeEach
  void start() {
    stack = new TimedStack(data);
  }

  @AfterEach
  void stop() {
    assertThat(stack.count("overlaps")).as("two sockets at a time").isZero();
    stack.close();
  }

  @Test
  void outdatedClientLearnsTheNewestVersionFromTheSameHost() {
    TimedStack.Walker alice = stack.pair("alice");
    alice.disconnect();
    fault(FaultType.LOGIN_FAILURE, Map.of("account", alice.phone, "reason", "405"));
    fault(FaultType.VERSION_PAGE, Map.of("revision", "2000000000"));
    alice.story.mark();

    alice.connection().connect();
    alice.story.await(ConnectionState.ONLINE);

    assertThat(alice.story.states())
        .containsExactly(
            ConnectionState.CONNECTING,
            ConnectionState.HANDSHAKING,
            ConnectionState.LOGGING_IN,
            ConnectionState.DISCONNECTED,
            ConnectionState.CONNECTING,
            ConnectionState.HANDSHAKING,
            ConnectionState.LOGGING_IN,
            ConnectionState.ONLINE);
    assertThat(alice.stored()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "not a number"})
  void withoutANewerVersionTheClientIsOutdated(String revision) {
    TimedStack.Walker alice = stack.pair("alice");
    alice.disconnect();
    fault(FaultType.LOGIN_FAILURE, Map.of("account", alice.phone, "reason", "405"));
    fault(FaultType.VERSION_PAGE, Map.of("revision", revision));
    alice.story.mark();

    alice.connection().connect();
    alice.story.await(ConnectionState.OUTDATED);

    staysUntilAsked(alice, ConnectionState.OUTDATED);
    assertThat(alice.stored()).isPresent();
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void newestVersionThatIsRefusedTooIsTheEnd() {
    TimedStack.Walker alice = stack.pair("alice");
    alice.disconnect();
    stack.sandbox.fault(
        new Fault(FaultType.LOGIN_FAILURE, 2, Map.of("account", alice.phone, "reason", "405")));
    fault(FaultType.VERSION_PAGE, Map.of("revision", "2000000000"));
    alice.story.mark();

    alice.connection().connect();
    alice.story.await(ConnectionState.OUTDATED);

    staysUntilAsked(alice, ConnectionState.OUTDATED);
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void outdatedClientIsTurnedAwayWhileItPairsToo() {
    fault(FaultType.REGISTRATION_FAILURE, Map.of("reason", "405"));
    fault(FaultType.VERSION_PAGE, Map.of("revision", "2000000000"));

    TimedStack.Walker alice = stack.begin(stack.settings("alice"));

    alice.awaitQr();
    assertThat(alice.story.states())
        .startsWith(
            ConnectionState.CONNECTING, ConnectionState.HANDSHAKING, ConnectionState.PAIRING)
        .contains(ConnectionState.DISCONNECTED);
  }

  @Test
  void serverThatWantsANewerVersionGetsItByItself() {
    stack.close();
    stack =
        new TimedStack(
            data.resolve("second"),
            SandboxOptions.defaults().withMinimumVersion("2.3000.2000000000"));

    TimedStack.Walker alice = stack.pair("alice");

    assertThat(alice.connection().state()).isEqualTo(ConnectionState.ONLINE);
    assertThat(stack.count("refusedLogins")).as("it is not asked twice").isEqualTo(1);
  }

  @Test
  void codesThatNobodyScansExpire() {
    TimedStack.Walker alice = stack.begin(stack.settings("alice"));
    alice.awaitQr();

    StateChanged end = awaitEnd(alice, DisconnectReason.PairingExpired.class, STEP);

    assertThat(end.state()).isEqualTo(ConnectionState.PAIRING_EXPIRED);
    staysUntilAsked(alice, ConnectionState.PAIRING_EXPIRED);
    alice.awaitQr();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac", "signature"})
  void forgedPairingIsRefused(String part) {
    TimedStack.Walker alice = stack.begin(stack.settings("alice"));
    String qr = alice.awaitQr();
    fault(FaultType.BAD_ADV, Map.of("part", part));
    stack.sandbox.scan(qr);

    StateChanged end = awaitEnd(alice, DisconnectReason.PairingRefused.class, TimedStory.SLOWLY);

    assertThat(end.state()).isEqualTo(ConnectionState.PAIRING_EXPIRED);
    assertThat(alice.stored()).isEmpty();
    staysUntilAsked(alice, ConnectionState.PAIRING_EXPIRED);
    alice.awaitQr();
  }

  @Test
  void phoneThatWantsAPasskeyIsNotSupported() {
    TimedStack.Walker alice = stack.begin(stack.settings("alice"));
    String qr = alice.awaitQr();
    fault(FaultType.PASSKEY, Map.of());
    assertThatThrownBy(() -> stack.sandbox.scan(qr)).isInstanceOf(IllegalStateException.class);

    StateChanged end =
        awaitEnd(alice, DisconnectReason.UnsupportedAccount.class, TimedStory.SLOWLY);

    assertThat(end.state()).isEqualTo(ConnectionState.GIVEN_UP);
    staysUntilAsked(alice, ConnectionState.GIVEN_UP);
    alice.awaitQr();
  }

  @Test
  void fullDiskIsTriedAgain() {
    stack.stores.full = true;
    TimedStack.Walker alice = stack.begin(stack.settings("alice"));
    StateChanged end = awaitEnd(alice, DisconnectReason.StorageFailed.class, TimedStory.SLOWLY);
    assertThat(end.state()).isEqualTo(ConnectionState.DISCONNECTED);

    stack.stores.full = false;
    alice.settle();
    stack.time.advanceTo(end.retryAt().orElseThrow());

    alice.awaitQr();
  }

  @Test
  void untrustedCertificateIsAFailureOfTls() {
    stack.close();
    stack = new TimedStack(data.resolve("second"), SandboxOptions.defaults().withTls(true));
    TimedStack.Walker alice = stack.begin(stack.settings("alice").with("tls.certificate", ""));

    StateChanged end = awaitEnd(alice, DisconnectReason.TlsFailed.class, TimedStory.SLOWLY);

    assertThat(end.state()).isEqualTo(ConnectionState.DISCONNECTED);
    assertThat(end.retryAt()).isPresent();
    assertThat(stack.pair("bob").connection().state()).isEqualTo(ConnectionState.ONLINE);
  }

  @Test
  void unreachableServerIsALostNetwork() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    TimedStack.Walker alice =
        stack.begin(stack.settings("alice").with("url", "ws://127.0.0.1:" + port + "/ws/chat"));

    StateChanged end = awaitEnd(alice, DisconnectReason.NetworkLost.class, TimedStory.SLOWLY);

    assertThat(end.state()).isEqualTo(ConnectionState.DISCONNECTED);
    assertThat(end.retryAt()).isPresent();
  }

  @Test
  void crashIsToldAndHealed() {
    TimedStack.Walker alice = stack.pair("alice");
    alice.story.mark();

    alice.crash();
    awaitEnd(alice, DisconnectReason.Crashed.class, TimedStory.SLOWLY);

    alice.story.await(ConnectionState.ONLINE);
    assertThat(alice.stored()).isPresent();
  }

  @Test
  void replacedAccountDoesNotFightAfterACrash() {
    TimedStack.Walker alice = stack.pair("alice");
    fault(FaultType.STREAM_ERROR, Map.of("account", alice.phone, "conflict", "replaced"));
    alice.story.await(ConnectionState.REPLACED);
    long logins = stack.count("logins");

    alice.crash();
    stack.pass(Duration.ofHours(2));
    alice.settle();

    assertThat(stack.count("logins")).isEqualTo(logins);
    assertThat(alice.connection().state()).isEqualTo(ConnectionState.REPLACED);
    alice.story.mark();
    alice.connection().connect();
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void disconnectIsRequestedAndKeepsTheCredentials() {
    TimedStack.Walker alice = stack.pair("alice");
    alice.story.mark();

    alice.disconnect();

    StateChanged end = awaitEnd(alice, DisconnectReason.Requested.class, TimedStory.SLOWLY);
    assertThat(end.state()).isEqualTo(ConnectionState.STOPPED);
    assertThat(alice.stored()).isPresent();
    staysUntilAsked(alice, ConnectionState.STOPPED);
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void logoutWipesTheCredentials() {
    TimedStack.Walker alice = stack.pair("alice");

    Account.join(alice.connection().logout());

    awaitEnd(alice, DisconnectReason.LoggedOut.class, TimedStory.SLOWLY);
    assertThat(alice.storesAnything()).isFalse();
    staysUntilAsked(alice, ConnectionState.LOGGED_OUT);
    alice.awaitQr();
  }

  @Test
  void goneProviderKeepsTheCredentials() {
    TimedStack.Walker alice = stack.pair("alice");
    alice.story.mark();

    stack.streams.close();

    StateChanged end = awaitEnd(alice, DisconnectReason.ProviderGone.class, TimedStory.SLOWLY);
    assertThat(end.state()).isEqualTo(ConnectionState.TERMINATED);
    assertThat(end.retryAt()).isEmpty();
    assertThat(alice.stored()).isPresent();
  }

  private void fault(FaultType type, Map<String, String> fields) {
    stack.sandbox.fault(Fault.once(type, fields));
  }

  private static StateChanged awaitEnd(
      TimedStack.Walker account, Class<? extends DisconnectReason> reason, Duration step) {
    return account.story.await(
        StateChanged.class, change -> change.reason().filter(reason::isInstance).isPresent(), step);
  }

  /** Two hours bring no attempt; then somebody asks. */
  private void staysUntilAsked(TimedStack.Walker account, ConnectionState state) {
    account.settle();
    stack.pass(Duration.ofHours(2));
    account.settle();
    assertThat(account.story.states()).endsWith(state);
    assertThat(account.connection().state()).isEqualTo(state);
    account.story.mark();
    account.connection().connect();
  }
}
