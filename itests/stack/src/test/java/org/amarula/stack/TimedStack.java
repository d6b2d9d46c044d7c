package org.amarula.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.PairingQr;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.connection.Credentials;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.amarula.storage.SqliteStorage;
import org.amarula.supervision.PlainConnections;
import org.amarula.testing.time.VirtualTime;

/** Everything of ours and a sandbox in one process, which live by one virtual time. */
final class TimedStack implements AutoCloseable {
  final VirtualTime time = new VirtualTime();
  final SandboxServer sandbox;
  final KnownStores stores = new KnownStores(Messengers.create());
  final StreamOpeners streams = StreamOpeners.create(time.clock(), time);
  private final SqliteStorage storage;
  private final PlainConnections connections;
  private final Map<Profile, TimedStory> stories = new ConcurrentHashMap<>();

  TimedStack(Path data) {
    this(data, SandboxOptions.defaults());
  }

  TimedStack(Path data, SandboxOptions options) {
    sandbox = SandboxServer.start(options.withClock(time.clock()).withTimer(time));
    storage = SqliteStorage.open(data);
    connections = PlainConnections.over(streams, stores, storage, time.clock(), time);
    connections.addListener(
        (connection, event) -> story(connection.profile()).add(event), "*", true);
  }

  /** One account in these hands. */
  final class Walker {
    final Profile profile;
    final TimedStory story;
    String phone = "";

    private Walker(Profile profile) {
      this.profile = profile;
      this.story = story(profile);
    }

    Connection connection() {
      return connections.factory().findByProfile(profile).orElseThrow();
    }

    /** Crashes the connection child and waits until another one is there. */
    void crash() {
      Connection old = connection();
      supervisor(old).kill(Role.CONNECTION);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (connections.factory().findByProfile(profile).filter(now -> now != old).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("No new connection of " + profile + " comes.");
        }
        CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS))
            .join();
      }
    }

    private ConnectionSupervisor supervisor(Connection of) {
      return connections.factory().supervisor(of.instanceId()).orElseThrow();
    }

    Optional<Jid> stored() {
      return stores.stored(profile).flatMap(Credentials::paired).map(Credentials.Link::own);
    }

    boolean storesAnything() {
      return stores.stored(profile).isPresent();
    }

    /** Waits until the account's lane has done all that was asked of it before. */
    void settle() {
      try {
        connection().logout().toCompletableFuture().get(30, TimeUnit.SECONDS);
        throw new AssertionError(profile + " was logged out by that.");
      } catch (java.util.concurrent.ExecutionException | CompletionException e) {
        // it is not online, as the answer from the lane says
      } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
        throw new AssertionError(e);
      }
    }

    void disconnect() {
      Account.join(connection().disconnect());
    }

    void stop() {
      Account.join(connections.factory().stop(connection().instanceId()));
    }

    String awaitQr() {
      return story.await(PairingQr.class, code -> true, TimedStory.SLOWLY).qr();
    }
  }

  ConnectionSettings settings(String profile) {
    ConnectionSettings settings =
        ConnectionSettings.of(profile)
            .with("url", sandbox.url())
            .with("root.public.key", sandbox.rootPublicKey());
    return sandbox
        .chatCertificate()
        .map(pem -> settings.with("tls.certificate", pem.toString()))
        .orElse(settings);
  }

  /** Starts an account that need not be able to get online. */
  Walker begin(ConnectionSettings settings) {
    Walker walker = new Walker(settings.profile());
    connections.factory().start(settings);
    return walker;
  }

  /** A linked account that is online. */
  Walker pair(String profile) {
    return pair(settings(profile));
  }

  Walker pair(ConnectionSettings settings) {
    Walker walker = begin(settings);
    Scan scan = sandbox.scan(walker.awaitQr());
    walker.phone = scan.phone();
    walker.story.await(ConnectionState.ONLINE);
    return walker;
  }

  long count(String figure) {
    return sandbox.stats().get(figure);
  }

  void pass(Duration span) {
    time.advance(span);
  }

  private TimedStory story(Profile profile) {
    return stories.computeIfAbsent(profile, name -> new TimedStory(time));
  }

  @Override
  public void close() {
    connections.close();
    streams.close();
    storage.close();
    sandbox.close();
  }
}
