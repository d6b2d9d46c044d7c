package org.amarula.api.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.amarula.api.InvalidSettingsException;
import org.amarula.api.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionSettingsTest {
  @Test
  void defaultsReachTheRealServer() {
    ConnectionSettings settings = ConnectionSettings.of("alice");

    assertThat(settings.profile()).isEqualTo(Profile.of("alice"));
    assertThat(settings.url()).hasScheme("wss").hasHost("web.whatsapp.com");
    assertThat(settings.rootPublicKey().length()).isEqualTo(32);
    assertThat(settings.keepAliveInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.restartMax()).isEqualTo(3);
    assertThat(settings.restartWithin()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.connectAtOnce()).isTrue();
    assertThat(settings.tlsCertificate()).isEmpty();
    assertThat(settings.strictIdentities()).isFalse();
    assertThat(settings.resendsToMissedDevices()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultPassesItsOwnTest(Setting setting) {
    assertThat(setting.accepts(setting.standard())).isTrue();
    assertThat(ConnectionSettings.of("alice").toMap())
        .containsEntry(setting.key(), setting.standard());
  }

  @Test
  void givenValuesReplaceDefaults() {
    ConnectionSettings settings =
        ConnectionSettings.of(
            Map.of(
                "profile", "alice",
                "url", "ws://127.0.0.1:8080/ws/chat",
                "keepalive.interval.seconds", "2",
                "backoff.initial.millis", "10",
                "mark.online", "true",
                "identity.policy", "strict",
                "missed.devices", "resend",
                "retry.cache.max.age.hours", "1"));

    assertThat(settings.url()).hasPort(8080);
    assertThat(settings.keepAliveInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.backoffInitial()).isEqualTo(Duration.ofMillis(10));
    assertThat(settings.markOnline()).isTrue();
    assertThat(settings.strictIdentities()).isTrue();
    assertThat(settings.resendsToMissedDevices()).isTrue();
    assertThat(settings.retryCacheMaxAge()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void changeMakesAnotherObject() {
    ConnectionSettings settings = ConnectionSettings.of("alice");

    ConnectionSettings changed = settings.with("connect", "false").with("profile", "bob");

    assertThat(changed.connectAtOnce()).isFalse();
    assertThat(changed.profile()).isEqualTo(Profile.of("bob"));
    assertThat(settings.connectAtOnce()).isTrue();
    assertThat(settings).isNotEqualTo(changed).isEqualTo(ConnectionSettings.of("alice"));
    assertThat(settings).hasSameHashCodeAs(ConnectionSettings.of("alice"));
  }

  @Test
  void mapOfSettingsMakesEqualSettings() {
    ConnectionSettings settings = ConnectionSettings.of("alice").with("restart.max", "7");

    assertThat(ConnectionSettings.of(settings.toMap())).isEqualTo(settings);
  }

  @Test
  void unknownKeyIsRefusedByName() {
    assertThatThrownBy(() -> ConnectionSettings.of(Map.of("profile", "alice", "ulr", "ws://x")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll("'ulr'", "'ws://x'", "a known setting")
        .extracting(e -> ((InvalidSettingsException) e).key())
        .isEqualTo("ulr");
  }

  @ParameterizedTest
  @CsvSource({
    "url, https://example.org, a ws or wss URL",
    "url, ws:///path, a ws or wss URL",
    "url, ws://host/#part, a ws or wss URL",
    "url, ws://a b, a ws or wss URL",
    "root.public.key, 1423, 64 hexadecimal digits",
    "web.version, 2.3000, three numbers",
    "device.name, '', 1 to 60 characters",
    "device.platform, chrome, one of CHROME",
    "mark.online, yes, true or false",
    "connect, TRUE, true or false",
    "keepalive.interval.seconds, 0, a whole number from 1 to 600",
    "keepalive.interval.seconds, 601, a whole number from 1 to 600",
    "keepalive.interval.seconds, -1, a whole number from 1 to 600",
    "keepalive.interval.seconds, 3.5, a whole number from 1 to 600",
    "keepalive.interval.seconds, 99999999999999999999, a whole number from 1 to 600",
    "identity.policy, STRICT, trust or strict",
    "missed.devices, true, invalidate or resend",
    "restart.max, many, a whole number from 0 to 1000",
  })
  void badValueIsRefusedWithKeyValueAndExpectation(String key, String value, String expected) {
    assertThatThrownBy(() -> ConnectionSettings.of("alice").with(key, value))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll("'" + key + "'", "'" + value + "'", expected);
  }

  @Test
  void profileIsRequiredAndChecked() {
    assertThatThrownBy(() -> ConnectionSettings.of(Map.of()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("'profile'");
    assertThatThrownBy(() -> ConnectionSettings.of("alice").with("profile", "../x"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("'profile'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service.pid",
        "service.factoryPid",
        "component.name",
        "felix.fileinstall.filename",
        "osgi.ds.satisfying.condition.target",
        ".private"
      })
  void keysOfTheFrameworkAreIgnored(String key) {
    ConnectionSettings settings =
        ConnectionSettings.of(Map.of("profile", "alice", key, "anything at all"));

    assertThat(settings).isEqualTo(ConnectionSettings.of("alice"));
    assertThat(settings.toMap()).doesNotContainKey(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss://127.0.0.1:1/", "wss://localhost/", "wss://[::1]:1/"})
  void ownCertificateIsForLoopback(String url) {
    ConnectionSettings settings =
        ConnectionSettings.of(
            Map.of("profile", "alice", "url", url, "tls.certificate", "/tmp/ca.pem"));

    assertThat(settings.tlsCertificate()).contains("/tmp/ca.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wss://web.whatsapp.com/ws/chat",
        "wss://localhost.example.org/",
        "wss://127.example.org/",
        "wss://127.0.0.1.example.org/",
        "wss://user@example.org/"
      })
  void ownCertificateIsRefusedForAnyOtherHost(String url) {
    Map<String, String> settings =
        Map.of("profile", "alice", "url", url, "tls.certificate", "/tmp/ca.pem");

    assertThatThrownBy(() -> ConnectionSettings.of(settings))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll("'tls.certificate'", "loopback");
  }

  @Test
  void certificateStaysTiedToLoopbackWhenTheUrlChanges() {
    ConnectionSettings settings =
        ConnectionSettings.of("alice")
            .with("url", "wss://127.0.0.1/")
            .with("tls.certificate", "/tmp/ca.pem");

    assertThatThrownBy(() -> settings.with("url", "wss://web.whatsapp.com/ws/chat"))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"media.certificate", "media.host.override"})
  void ownMediaServerIsForLoopbackOnly(String key) {
    ConnectionSettings local = ConnectionSettings.of("alice").with("url", "ws://127.0.0.1:1/");

    assertThat(local.with(key, "127.0.0.1:8443").toMap()).containsEntry(key, "127.0.0.1:8443");
    assertThatThrownBy(() -> ConnectionSettings.of("alice").with(key, "127.0.0.1:8443"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(key, "loopback");
    assertThatThrownBy(() -> local.with("media.host.override", "media.example.org"))
        .isInstanceOf(InvalidSettingsException.class);
  }

  @Test
  void historyIsToldUnlessItIsOffAndYearsOfItAreAskedForByFull() {
    ConnectionSettings settings = ConnectionSettings.of("alice");

    assertThat(settings.tellsHistory()).isTrue();
    assertThat(settings.fullHistory()).isFalse();
    assertThat(settings.with("history.sync", "off").tellsHistory()).isFalse();
    assertThat(settings.with("history.sync", "full").fullHistory()).isTrue();
    assertThatThrownBy(() -> settings.with("history.sync", "all"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("off, recent or full");
  }

  @Test
  void textFormNamesTheProfileOnly() {
    assertThat(ConnectionSettings.of("alice")).hasToString("ConnectionSettings[alice]");
  }
}
