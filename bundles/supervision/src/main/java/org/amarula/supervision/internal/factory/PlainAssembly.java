package org.amarula.supervision.internal.factory;

import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.state.DisconnectReason;
import org.amarula.api.storage.Storage;
import org.amarula.connection.StreamOpener;
import org.amarula.messaging.MessengerFactory;
import org.amarula.supervision.internal.account.ConnectPacer;
import org.amarula.supervision.internal.declared.DeclarationBoard;
import org.amarula.supervision.internal.events.Listeners;
import org.amarula.supervision.internal.instance.Providers;
import org.amarula.supervision.internal.lane.SharedThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All instances with the threads and the listeners that they share; ended as a whole. */
public final class PlainAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(PlainAssembly.class);
  private static final int STOP_DEADLINE_SECONDS = 15;
  private static final int CONNECTS_PER_SECOND = 80;
  private static final int CONNECTS_AT_ONCE = 60;

  private final SharedThreads threads;
  private final Listeners listeners = new Listeners();
  private final Instances instances;
  private final DeclarationBoard declarations;

  private PlainAssembly(
      StreamOpener opener,
      MessengerFactory messengers,
      Storage storage,
      Supplier<Group> groups,
      SharedThreads threads,
      Clock clock) {
    this.threads = threads;
    Providers providers =
        new Providers(
            opener,
            messengers,
            storage,
            listeners,
            threads,
            clock,
            () -> ThreadLocalRandom.current().nextDouble(),
            new ConnectPacer(clock, CONNECTS_PER_SECOND, CONNECTS_AT_ONCE));
    this.instances = new Instances(providers, groups);
    this.declarations =
        new DeclarationBoard(instances, threads.timer(), threads.callbacks(), clock);
  }

  /** Instances that are registered nowhere. */
  public static PlainAssembly of(
      StreamOpener opener, MessengerFactory messengers, Storage storage) {
    return of(opener, messengers, storage, Group::plain);
  }

  /** Instances that are registered nowhere and live by another time. */
  public static PlainAssembly of(
      StreamOpener opener,
      MessengerFactory messengers,
      Storage storage,
      Clock clock,
      ScheduledExecutorService timer) {
    return new PlainAssembly(
        opener, messengers, storage, Group::plain, new SharedThreads(cores(), timer), clock);
  }

  /** Instances whose services go to groups. */
  static PlainAssembly of(
      StreamOpener opener, MessengerFactory messengers, Storage storage, Supplier<Group> groups) {
    return new PlainAssembly(
        opener, messengers, storage, groups, new SharedThreads(cores()), Clock.systemUTC());
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The factory. */
  public ConnectionFactory factory() {
    return instances;
  }

  /** The accounts that configurations declare. */
  DeclarationBoard declarations() {
    return declarations;
  }

  /** The consumers. */
  public Listeners listeners() {
    return listeners;
  }

  /** Stops all instances in parallel under one deadline, then the threads. */
  public void close() {
    declarations.close();
    try {
      instances
          .close(new DisconnectReason.ProviderGone())
          .toCompletableFuture()
          .get(STOP_DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.error("Not all instances ended within {} s", STOP_DEADLINE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.close();
    }
  }
}
