package org.amarula.stack;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.PairingQr;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.storage.Storage;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.MessengerFactory;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.amarula.storage.SqliteStorage;
import org.amarula.supervision.PlainConnections;

/** Everything of ours in one process on one data directory, against one sandbox. */
final class Stack implements AutoCloseable {
  private final SandboxServer sandbox;
  private final SqliteStorage storage;
  private final StreamOpeners streams;
  private final PlainConnections connections;
  private final Map<Profile, Events> events = new ConcurrentHashMap<>();

  Stack(SandboxServer sandbox, Path data) {
    this(sandbox, data, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** A stack whose storage or messengers are not quite what they should be. */
  Stack(
      SandboxServer sandbox,
      Path data,
      UnaryOperator<Storage> around,
      UnaryOperator<MessengerFactory> instead) {
    this.sandbox = sandbox;
    this.storage = SqliteStorage.open(data);
    this.streams = StreamOpeners.create(Clock.systemUTC());
    this.connections =
        PlainConnections.over(streams, instead.apply(Messengers.create()), around.apply(storage));
    connections.addListener(
        (connection, event) -> events(connection.profile()).add(event), "*", "story");
  }

  /** Adds a durable subscriber beside the one of the stories. */
  void listen(ConnectionListener listener, String profile, String subscription) {
    connections.addListener(listener, profile, subscription);
  }

  ConnectionFactory factory() {
    return connections.factory();
  }

  ConnectionSettings settings(String profile) {
    ConnectionSettings settings =
        ConnectionSettings.of(profile)
            .with("url", sandbox.url())
            .with("root.public.key", sandbox.rootPublicKey())
            .with("backoff.initial.millis", "50");
    return sandbox
        .chatCertificate()
        .map(pem -> settings.with("tls.certificate", pem.toString()))
        .orElse(settings);
  }

  /** Starts an account that need not be able to get online. */
  Account begin(ConnectionSettings settings) {
    Events told = events(settings.profile());
    connections.factory().start(settings);
    return new Account(connections.factory(), settings.profile(), told, null);
  }

  /** Starts a new account, has it scanned, and waits until it is online. */
  Account pair(String profile) {
    return pair(profile, Map.of());
  }

  /** Like {@link #pair(String)}, with settings of its own. */
  Account pair(String profile, Map<String, String> own) {
    ConnectionSettings settings = settings(profile);
    for (Map.Entry<String, String> setting : own.entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue());
    }
    Account account = begin(settings);
    String qr = account.events().await(PairingQr.class, code -> true).qr();
    Scan scan = sandbox.scan(qr);
    account.events().awaitState(ConnectionState.ONLINE);
    return new Account(connections.factory(), Profile.of(profile), account.events(), scan);
  }

  /** Starts a known account and waits until it is online. */
  Account login(String profile, Scan scan) {
    Account account = begin(settings(profile));
    account.events().awaitState(ConnectionState.ONLINE);
    return new Account(connections.factory(), Profile.of(profile), account.events(), scan);
  }

  private Events events(Profile profile) {
    return events.computeIfAbsent(profile, name -> new Events(name.name()));
  }

  @Override
  public void close() {
    connections.close();
    streams.close();
    storage.close();
  }
}
