package org.amarula.api.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;

/**
 * How one account connects and behaves. Immutable; made from the same keys and values wherever they
 * come from: the shell, a configuration or code. Each accessor names its key.
 *
 * <pre>{@code
 * ConnectionSettings.of("alice").with("url", "ws://127.0.0.1:8080/ws/chat")
 * }</pre>
 */
public final class ConnectionSettings {
  private final Profile profile;
  private final SettingValues values;

  private ConnectionSettings(Profile profile, SettingValues values) {
    this.profile = profile;
    this.values = values;
  }

  /** The default settings for a profile. */
  public static ConnectionSettings of(String profile) {
    return new ConnectionSettings(Profile.of(profile), SettingValues.parse(Map.of()));
  }

  /**
   * The settings of these keys and values, {@code profile} among them.
   *
   * @throws org.amarula.api.InvalidSettingsException for an unknown key, a bad value or a missing
   *     profile
   */
  public static ConnectionSettings of(Map<String, String> settings) {
    return new ConnectionSettings(
        Profile.of(settings.get("profile")), SettingValues.parse(settings));
  }

  /** These settings with one of them changed; fails like {@link #of(Map)}. */
  public ConnectionSettings with(String key, String value) {
    if (key.equals("profile")) {
      return new ConnectionSettings(Profile.of(value), values);
    }
    return new ConnectionSettings(profile, values.with(key, value));
  }

  /** {@code profile}: the name under which credentials are kept. */
  public Profile profile() {
    return profile;
  }

  /** {@code url}: the chat server's WebSocket. */
  public URI url() {
    return values.uri("url");
  }

  /** {@code root.public.key}: the 32 bytes that the server's certificate must lead to. */
  public Bytes rootPublicKey() {
    return Bytes.fromHex(values.text("root.public.key"));
  }

  /** {@code web.version}: three numbers with dots between them. */
  public String webVersion() {
    return values.text("web.version");
  }

  /** {@code device.name}: shown in the phone's list of linked devices. */
  public String deviceName() {
    return values.text("device.name");
  }

  /** {@code device.platform}: decides the icon in that list, for instance {@code CHROME}. */
  public String devicePlatform() {
    return values.text("device.platform");
  }

  /** {@code mark.online}: whether contacts see the account as available while it is online. */
  public boolean markOnline() {
    return values.flag("mark.online");
  }

  /** {@code connect}: whether a start connects at once. */
  public boolean connectAtOnce() {
    return values.flag("connect");
  }

  /** {@code connect.timeout.seconds}: for the socket and, again, for the server's handshake. */
  public Duration connectTimeout() {
    return values.seconds("connect.timeout.seconds");
  }

  /** {@code query.timeout.seconds}: for the answer to a query. */
  public Duration queryTimeout() {
    return values.seconds("query.timeout.seconds");
  }

  /** {@code ack.timeout.seconds}: for the server's acknowledgement of a message. */
  public Duration ackTimeout() {
    return values.seconds("ack.timeout.seconds");
  }

  /** {@code keepalive.interval.seconds}: the longest silence before the server is pinged. */
  public Duration keepAliveInterval() {
    return values.seconds("keepalive.interval.seconds");
  }

  /** {@code backoff.initial.millis}: the wait before the second attempt to connect. */
  public Duration backoffInitial() {
    return Duration.ofMillis(values.number("backoff.initial.millis"));
  }

  /** {@code backoff.max.seconds}: the longest wait between attempts. */
  public Duration backoffMax() {
    return values.seconds("backoff.max.seconds");
  }

  /** {@code restart.max}: more crashes than this within {@link #restartWithin} end the instance. */
  public int restartMax() {
    return (int) values.number("restart.max");
  }

  /** {@code restart.within.seconds}: the span in which crashes are counted. */
  public Duration restartWithin() {
    return values.seconds("restart.within.seconds");
  }

  /** {@code sender.idle.seconds}: an unused sender ends after this. */
  public Duration senderIdle() {
    return values.seconds("sender.idle.seconds");
  }

  /** {@code custodian.idle.seconds}: an unused custodian ends after this. */
  public Duration custodianIdle() {
    return values.seconds("custodian.idle.seconds");
  }

  /** {@code retry.cache.max.age.hours}: how long a sent message is kept to be sent again. */
  public Duration retryCacheMaxAge() {
    return Duration.ofHours(values.number("retry.cache.max.age.hours"));
  }

  /** {@code retry.cache.max.entries}: how many sent messages are kept. */
  public int retryCacheMaxEntries() {
    return (int) values.number("retry.cache.max.entries");
  }

  /**
   * {@code identity.policy}: under {@code trust} a changed identity of a contact's device is
   * accepted and told; {@code strict}, for which this is true, also sends nothing to it before
   * {@link Connection#approveIdentity}, and refuses a companion that nobody vouches for
   * (spec/signal.md 9.3 and 6.5).
   */
  public boolean strictIdentities() {
    return values.text("identity.policy").equals("strict");
  }

  /**
   * {@code missed.devices}: when the server tells that an accepted message missed devices, their
   * lists are asked for anew by the next message; under {@code resend}, for which this is true, the
   * message also goes to those devices, once and within ten minutes (spec/signal.md 6.6).
   */
  public boolean resendsToMissedDevices() {
    return values.text("missed.devices").equals("resend");
  }

  /**
   * {@code history.sync}: what a phone is asked for when it is paired, which it remembers from then
   * on. Under {@code full}, for which this is true, years of history; under {@code recent} and
   * {@code off} what any companion gets.
   */
  public boolean fullHistory() {
    return values.text("history.sync").equals("full");
  }

  /**
   * {@code history.sync} again: false under {@code off}, when consumers are not told of history. It
   * is received, acknowledged and learnt from all the same: a phone has no way to send none, and
   * the names and tokens in it are needed to send.
   */
  public boolean tellsHistory() {
    return !values.text("history.sync").equals("off");
  }

  /** {@code media.certificate}: a PEM file to trust for files; loopback URLs only. */
  public Optional<String> mediaCertificate() {
    return optional("media.certificate");
  }

  /**
   * {@code media.host.override}: the host and port that files are read from, instead of those that
   * the server names; loopback URLs only.
   */
  public Optional<String> mediaHostOverride() {
    return optional("media.host.override");
  }

  /**
   * Whether files may be read from a host that the server names: with a loopback URL only from
   * loopback addresses, so that no sandbox leads anywhere else.
   *
   * @param host with its port or without
   */
  public boolean mayReadFrom(String host) {
    return !values.isLocal() || !host.isEmpty() && Setting.of("media.host.override").accepts(host);
  }

  private Optional<String> optional(String key) {
    String value = values.text(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** {@code tls.certificate}: a PEM file to trust for the chat server; loopback URLs only. */
  public Optional<String> tlsCertificate() {
    return optional("tls.certificate");
  }

  /** Every key with its value in text form, {@code profile} included. */
  public Map<String, String> toMap() {
    return values.toMap(profile);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionSettings settings && toMap().equals(settings.toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return "ConnectionSettings[" + profile + "]";
  }
}
