package org.amarula.benchmarks.fleet;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.storage.Storage;
import org.amarula.benchmarks.process.Sandbox;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.storage.SqliteStorage;
import org.amarula.supervision.PlainConnections;

/**
 * Accounts that are online at a sandbox in another process, on one data directory, with the product
 * as it is by default. Holds next to nothing for each account, so that what is measured is the
 * product's. Thread-safe; ends with {@link #close}.
 */
public final class Fleet implements AutoCloseable {
  private static final int AT_ONCE = 24;
  private static final int PATIENCE_SECONDS = 180;

  private final Function<String, Sandbox> servers;
  private final SqliteStorage storage;
  private final StreamOpeners streams = StreamOpeners.create(Clock.systemUTC());
  private final PlainConnections connections;
  private final OnlineCount online = new OnlineCount();
  private final Map<Profile, String> phones = new ConcurrentHashMap<>();

  /** An empty fleet whose profiles are, or will be, in {@code data}. */
  public Fleet(Sandbox sandbox, Path data) {
    this(profile -> sandbox, data, storage -> storage);
  }

  /** Like the other, with a server for each profile, and the storage wrapped. */
  public Fleet(Function<String, Sandbox> servers, Path data, UnaryOperator<Storage> wrapped) {
    this.servers = servers;
    this.storage = SqliteStorage.open(data);
    this.connections = PlainConnections.over(streams, Messengers.create(), wrapped.apply(storage));
    connections.addListener(this::told, "*", false);
  }

  private CompletionStage<Void> told(Connection connection, Event event) {
    if (event instanceof StateChanged change) {
      online.set(connection.profile(), change.state() == ConnectionState.ONLINE);
    } else if (event instanceof InstanceTerminated) {
      online.set(connection.profile(), false);
    }
    return CompletableFuture.completedFuture(null);
  }

  /** The factory. */
  public ConnectionFactory factory() {
    return connections.factory();
  }

  /** Who is online, by what was told. */
  public OnlineCount online() {
    return online;
  }

  /** Adds a consumer of one profile, or of all by {@code *}. */
  public void addListener(ConnectionListener listener, String profile, boolean durable) {
    connections.addListener(listener, profile, durable);
  }

  /** The settings of an account of this fleet. */
  public ConnectionSettings settings(String profile) {
    return servers.apply(profile).settings(profile);
  }

  /** The number of an account that was paired here. */
  public String phone(Profile profile) {
    return phones.get(profile);
  }

  /** Links new accounts, many at a time, and waits until all are online. */
  public void pair(List<ConnectionSettings> accounts) throws InterruptedException {
    ExecutorService scanners = Executors.newFixedThreadPool(2);
    Semaphore turns = new Semaphore(AT_ONCE);
    ConnectionListener scanner =
        (connection, event) -> {
          if (event instanceof PairingQr code) {
            scanners.execute(() -> scan(connection.profile(), code));
          } else if (event instanceof StateChanged change
              && change.state() == ConnectionState.ONLINE) {
            turns.release();
          }
          return CompletableFuture.completedFuture(null);
        };
    connections.addListener(scanner, "*", false);
    try {
      for (ConnectionSettings account : accounts) {
        if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("Pairing has come to a halt: " + online);
        }
        factory().start(account);
      }
      online.await(accounts.size());
    } finally {
      connections.removeListener(scanner);
      scanners.shutdownNow();
    }
  }

  private void scan(Profile profile, PairingQr code) {
    phones.put(profile, servers.apply(profile.name()).scan(code.qr()));
  }

  /** Starts known accounts and waits until so many more are online. */
  public void login(List<ConnectionSettings> accounts) throws InterruptedException {
    int before = online.now();
    accounts.forEach(factory()::start);
    online.await(before + accounts.size());
  }

  /** Stops these accounts, and waits until they are. */
  public void stop(List<ConnectionSettings> accounts) {
    accounts.forEach(
        each ->
            factory()
                .findByProfile(each.profile())
                .ifPresent(one -> factory().stop(one.instanceId()).toCompletableFuture().join()));
  }

  /** Settings for accounts {@code from} to {@code to}, exclusive, of a numbered family. */
  public List<ConnectionSettings> family(String name, int from, int to) {
    List<ConnectionSettings> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(settings(name + "-" + i));
    }
    return all;
  }

  @Override
  public void close() {
    connections.close();
    streams.close();
    storage.close();
  }
}
