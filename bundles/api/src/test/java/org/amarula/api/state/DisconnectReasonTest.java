package org.amarula.api.state;

import static org.amarula.api.state.ConnectionState.BANNED;
import static org.amarula.api.state.ConnectionState.DISCONNECTED;
import static org.amarula.api.state.ConnectionState.GIVEN_UP;
import static org.amarula.api.state.ConnectionState.LOGGED_OUT;
import static org.amarula.api.state.ConnectionState.OUTDATED;
import static org.amarula.api.state.ConnectionState.PAIRING_EXPIRED;
import static org.amarula.api.state.ConnectionState.REPLACED;
import static org.amarula.api.state.ConnectionState.STOPPED;
import static org.amarula.api.state.ConnectionState.TERMINATED;
import static org.amarula.api.state.Recovery.REFRESH_AND_RETRY_ONCE;
import static org.amarula.api.state.Recovery.RETRY_AFTER_BAN;
import static org.amarula.api.state.Recovery.RETRY_NOW;
import static org.amarula.api.state.Recovery.RETRY_ONCE;
import static org.amarula.api.state.Recovery.RETRY_SLOWLY;
import static org.amarula.api.state.Recovery.RETRY_WITH_BACKOFF;
import static org.amarula.api.state.Recovery.STOP;
import static org.amarula.api.state.Recovery.WIPE_AND_STOP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.DisconnectReason.Banned;
import org.amarula.api.state.DisconnectReason.CertificateRefused;
import org.amarula.api.state.DisconnectReason.Crashed;
import org.amarula.api.state.DisconnectReason.GivenUp;
import org.amarula.api.state.DisconnectReason.HandshakeFailed;
import org.amarula.api.state.DisconnectReason.KeepAliveLost;
import org.amarula.api.state.DisconnectReason.LoggedOut;
import org.amarula.api.state.DisconnectReason.LoginRefused;
import org.amarula.api.state.DisconnectReason.NetworkLost;
import org.amarula.api.state.DisconnectReason.Outdated;
import org.amarula.api.state.DisconnectReason.PairingExpired;
import org.amarula.api.state.DisconnectReason.PairingRefused;
import org.amarula.api.state.DisconnectReason.ProviderGone;
import org.amarula.api.state.DisconnectReason.Replaced;
import org.amarula.api.state.DisconnectReason.Requested;
import org.amarula.api.state.DisconnectReason.RestartRequired;
import org.amarula.api.state.DisconnectReason.ServerClosed;
import org.amarula.api.state.DisconnectReason.ServerUnavailable;
import org.amarula.api.state.DisconnectReason.StorageFailed;
import org.amarula.api.state.DisconnectReason.StreamCorrupted;
import org.amarula.api.state.DisconnectReason.StreamFailed;
import org.amarula.api.state.DisconnectReason.StreamSuspended;
import org.amarula.api.state.DisconnectReason.TemporarilyBanned;
import org.amarula.api.state.DisconnectReason.TlsFailed;
import org.amarula.api.state.DisconnectReason.UnsupportedAccount;
import org.amarula.api.state.DisconnectReason.UpgradeRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The policy, written a second time from {@code spec/transport.md} 6.6, 6.7 and 10. */
final class DisconnectReasonTest {
  private record Row(
      DisconnectReason reason, String code, Recovery recovery, ConnectionState state) {}

  static final List<Row> TABLE =
      List.of(
          new Row(new NetworkLost("x"), "network-lost", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new TlsFailed("x"), "tls-failed", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new UpgradeRefused(503), "upgrade-unavailable", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new UpgradeRefused(408), "upgrade-unavailable", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new UpgradeRefused(403), "upgrade-refused", RETRY_SLOWLY, DISCONNECTED),
          new Row(new UpgradeRefused(429), "upgrade-refused", RETRY_SLOWLY, DISCONNECTED),
          new Row(new HandshakeFailed("x"), "handshake-failed", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new CertificateRefused("x"), "certificate-refused", RETRY_SLOWLY, DISCONNECTED),
          new Row(new StreamCorrupted("x"), "stream-corrupted", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new KeepAliveLost(), "keep-alive-lost", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new RestartRequired(), "restart-required", RETRY_NOW, DISCONNECTED),
          new Row(new ServerClosed(), "server-closed", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new StreamFailed("x"), "stream-error", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new StreamSuspended("x"), "stream-suspended", RETRY_ONCE, DISCONNECTED),
          new Row(
              new ServerUnavailable(503), "server-unavailable", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new LoginRefused(409), "login-refused", STOP, GIVEN_UP),
          new Row(new UnsupportedAccount("x"), "unsupported-account", STOP, GIVEN_UP),
          new Row(new LoggedOut("x"), "logged-out", WIPE_AND_STOP, LOGGED_OUT),
          new Row(new Replaced(), "replaced", STOP, REPLACED),
          new Row(
              new TemporarilyBanned(101, Instant.EPOCH),
              "temporarily-banned",
              RETRY_AFTER_BAN,
              BANNED),
          new Row(
              new Banned(403, "Somebody else has this number"), "banned", WIPE_AND_STOP, BANNED),
          new Row(new Outdated(), "outdated", REFRESH_AND_RETRY_ONCE, OUTDATED),
          new Row(new PairingExpired(), "pairing-expired", STOP, PAIRING_EXPIRED),
          new Row(new PairingRefused("x"), "pairing-refused", STOP, PAIRING_EXPIRED),
          new Row(
              new StorageFailed("The disk is full."),
              "storage-failed",
              RETRY_WITH_BACKOFF,
              DISCONNECTED),
          new Row(new Crashed("A bug."), "crashed", RETRY_WITH_BACKOFF, DISCONNECTED),
          new Row(new GivenUp(new StreamSuspended("x")), "given-up", STOP, GIVEN_UP),
          new Row(new ProviderGone(), "provider-gone", STOP, TERMINATED),
          new Row(new Requested(), "requested", STOP, STOPPED));

  @ParameterizedTest
  @FieldSource("TABLE")
  void everyEndHasItsPolicy(Row row) {
    DisconnectReason reason = row.reason();

    assertThat(reason.code()).isEqualTo(row.code());
    assertThat(reason.recovery()).isEqualTo(row.recovery());
    assertThat(reason.state()).isEqualTo(row.state());
  }

  @ParameterizedTest
  @FieldSource("TABLE")
  void everyEndTellsASentence(Row row) {
    assertThat(row.reason().text()).matches("[A-Z].{10,}\\.").doesNotContain("null");
  }

  @Test
  void tableHoldsEveryReasonAndEveryPolicy() {
    assertThat(TABLE.stream().map(row -> row.reason().getClass().getName()))
        .containsOnly(
            Stream.of(DisconnectReason.class.getPermittedSubclasses())
                .map(Class::getName)
                .toArray(String[]::new));
    assertThat(TABLE.stream().map(row -> row.reason().policy()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(DisconnectPolicy.values());
  }

  @Test
  void codesTellPoliciesApart() {
    assertThat(Stream.of(DisconnectPolicy.values()).map(DisconnectPolicy::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z]+(-[a-z]+)*"));
  }

  // Spec transport.md 6.6: only failures 401, 403 and 406 delete credentials.
  @Test
  void onlyARemovedDeviceAndABanDeleteCredentials() {
    assertThat(Stream.of(DisconnectPolicy.values()).filter(DisconnectPolicy::wipesCredentials))
        .containsExactlyInAnyOrder(DisconnectPolicy.LOGGED_OUT, DisconnectPolicy.BANNED);
  }

  @ParameterizedTest
  @EnumSource(DisconnectPolicy.class)
  void whatIsTriedForEverHasNoEnd(DisconnectPolicy policy) {
    boolean forEver =
        policy.recovery() == RETRY_NOW
            || policy.recovery() == RETRY_WITH_BACKOFF
            || policy.recovery() == RETRY_SLOWLY
            || policy.recovery() == RETRY_ONCE; // whose end is given-up

    assertThat(policy.state() == DISCONNECTED).isEqualTo(forEver);
  }

  @ParameterizedTest
  @EnumSource(DisconnectPolicy.class)
  void onlyABanIsNoDisconnectionWhileTheNextAttemptIsAwaited(DisconnectPolicy policy) {
    assertThat(policy.stateMeanwhile())
        .isEqualTo(policy == DisconnectPolicy.TEMPORARILY_BANNED ? BANNED : DISCONNECTED);
  }

  @ParameterizedTest
  @EnumSource(DisconnectPolicy.class)
  void everyRowTellsWhatItComesFromAndWhatToDo(DisconnectPolicy policy) {
    assertThat(policy.causes()).isNotBlank().doesNotContain("|");
    assertThat(policy.advice()).matches("[A-Z].*\\.").doesNotContain("|");
  }

  @Test
  void whoWaitsTellsABanApartFromAnEnd() {
    Instant until = Instant.parse("2026-11-22T12:00:00Z");
    TemporarilyBanned ban = new TemporarilyBanned(104, until);

    assertThat(ban.text()).contains("2026-11-22T12:00:00Z").contains("same message");
    assertThat(StateChanged.lost(ban, until).state()).isEqualTo(BANNED);
    assertThat(StateChanged.lost(new Outdated(), until).state()).isEqualTo(DISCONNECTED);
    assertThat(StateChanged.ended(new Outdated()).state()).isEqualTo(OUTDATED);
  }
}
