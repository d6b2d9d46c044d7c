package org.amarula.supervision;

import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.storage.Storage;
import org.amarula.connection.StreamOpener;
import org.amarula.messaging.MessengerFactory;
import org.amarula.supervision.internal.factory.PlainAssembly;

/**
 * The same connection factory that the bundle registers, put together without OSGi: instances are
 * not registered anywhere, and listeners are added by hand. Close it to stop every instance and end
 * its threads; the providers stay the caller's.
 */
public final class PlainConnections implements AutoCloseable {
  private final PlainAssembly assembly;

  private PlainConnections(PlainAssembly assembly) {
    this.assembly = assembly;
  }

  /** Puts a factory together from its providers. */
  public static PlainConnections over(
      StreamOpener opener, MessengerFactory messengers, Storage storage) {
    return new PlainConnections(PlainAssembly.of(opener, messengers, storage));
  }

  /**
   * The same by another time, as tests with virtual time do.
   *
   * @param clock tells the time
   * @param timer measures all waits; it stays the caller's to shut down
   */
  public static PlainConnections over(
      StreamOpener opener,
      MessengerFactory messengers,
      Storage storage,
      Clock clock,
      ScheduledExecutorService timer) {
    return new PlainConnections(PlainAssembly.of(opener, messengers, storage, clock, timer));
  }

  /** The factory. */
  public ConnectionFactory factory() {
    return assembly.factory();
  }

  /** Adds an observer of one profile, or of all by {@code *}. */
  public void addListener(ConnectionListener listener, String profile) {
    assembly.listeners().add(listener, profile);
  }

  /**
   * Adds a durable subscriber of one profile, or of all by {@code *}.
   *
   * @param subscription its name, see {@link ConnectionListener#SUBSCRIPTION}
   * @throws IllegalArgumentException when that is no name
   */
  public void addListener(ConnectionListener listener, String profile, String subscription) {
    assembly.listeners().add(listener, profile, subscription);
  }

  /** Adds an observer, or a durable subscriber with the name {@code default}. */
  public void addListener(ConnectionListener listener, String profile, boolean durable) {
    assembly.listeners().addNamed(listener, profile, durable ? "default" : "");
  }

  /** Removes a consumer. */
  public void removeListener(ConnectionListener listener) {
    assembly.listeners().remove(listener);
  }

  @Override
  public void close() {
    assembly.close();
  }
}
