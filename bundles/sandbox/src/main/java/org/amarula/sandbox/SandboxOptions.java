package org.amarula.sandbox;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.sandbox.internal.login.WebVersion;
import org.amarula.sandbox.internal.server.ServerSettings;

/** How a sandbox server is started. Immutable; each {@code with} gives another one. */
public final class SandboxOptions {
  private static final String LOOPBACK = "127.0.0.1";

  private final String host;
  private final int port;
  private final boolean tls;
  private final WebVersion minimumVersion;
  private final int chunk;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Path ledger;

  private SandboxOptions(
      String host,
      int port,
      boolean tls,
      WebVersion minimumVersion,
      int chunk,
      Clock clock,
      ScheduledExecutorService timer,
      Path ledger) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.minimumVersion = minimumVersion;
    this.chunk = chunk;
    this.clock = clock;
    this.timer = timer;
    this.ledger = ledger;
  }

  /** Loopback, any port, no TLS, any client version, the system's clock. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        LOOPBACK, 0, false, new WebVersion(0, 0, 0), 0, Clock.systemUTC(), null, null);
  }

  /** Listens elsewhere than on loopback, with a warning. */
  public SandboxOptions withHost(String other) {
    requireNonNull(other, "host");
    return new SandboxOptions(other, port, tls, minimumVersion, chunk, clock, timer, ledger);
  }

  /** Listens on this port; 0 takes any. */
  public SandboxOptions withPort(int other) {
    if (other < 0 || other > 65535) {
      throw new IllegalArgumentException("A port is a number from 0 to 65535.");
    }
    return new SandboxOptions(host, other, tls, minimumVersion, chunk, clock, timer, ledger);
  }

  /** Serves the chat over wss too, on the same port, with a fresh certificate. */
  public SandboxOptions withTls(boolean other) {
    return new SandboxOptions(host, port, other, minimumVersion, chunk, clock, timer, ledger);
  }

  /** Refuses older clients with failure 405; a version such as {@code 2.3000.1}. */
  public SandboxOptions withMinimumVersion(String other) {
    return new SandboxOptions(
        host, port, tls, WebVersion.parse(other), chunk, clock, timer, ledger);
  }

  /** Cuts what the server sends into WebSocket messages of at most this many bytes. */
  public SandboxOptions withChunks(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("A chunk has at least one byte; 0 means no limit.");
    }
    return new SandboxOptions(host, port, tls, minimumVersion, bytes, clock, timer, ledger);
  }

  /** Tells time by this clock. */
  public SandboxOptions withClock(Clock other) {
    requireNonNull(other, "clock");
    return new SandboxOptions(host, port, tls, minimumVersion, chunk, other, timer, ledger);
  }

  /** Measures delays with this timer, which stays the caller's to shut down. */
  public SandboxOptions withTimer(ScheduledExecutorService other) {
    requireNonNull(other, "timer");
    return new SandboxOptions(host, port, tls, minimumVersion, chunk, clock, other, ledger);
  }

  /**
   * Adds to this file, as one JSON object a line, what happens to each message: {@code accepted},
   * {@code refused}, {@code sent} to a device, {@code answered} by it, {@code read} by a phone.
   */
  public SandboxOptions withLedger(Path file) {
    requireNonNull(file, "ledger");
    return new SandboxOptions(host, port, tls, minimumVersion, chunk, clock, timer, file);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean tls() {
    return tls;
  }

  int chunk() {
    return chunk;
  }

  ServerSettings settings(SecureRandom random) {
    return new ServerSettings(clock, random, minimumVersion, timer, Optional.ofNullable(ledger));
  }
}
