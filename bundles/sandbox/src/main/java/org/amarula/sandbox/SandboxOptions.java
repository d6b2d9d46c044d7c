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
public final class SandboxOptions implements Cloneable {
  /**
   * A system property that names a directory: each server of the process that has no transcript of
   * its own writes one there. For the tests of whoever starts servers out of reach.
   */
  public static final String TRANSCRIPTS = "amarula.sandbox.transcripts";

  private String host = "127.0.0.1";
  private int port;
  private boolean tls;
  private WebVersion minimumVersion = new WebVersion(0, 0, 0);
  private int chunk;
  private Clock clock = Clock.systemUTC();
  private ScheduledExecutorService timer;
  private Path ledger;
  private Path transcript;
  private Path tape;

  private SandboxOptions() {}

  /** Loopback, any port, no TLS, any client version, the system's clock, no files. */
  public static SandboxOptions defaults() {
    return new SandboxOptions();
  }

  private SandboxOptions copy() {
    try {
      return (SandboxOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Options can be copied.", e);
    }
  }

  /** Listens elsewhere than on loopback, with a warning. */
  public SandboxOptions withHost(String other) {
    SandboxOptions options = copy();
    options.host = requireNonNull(other, "host");
    return options;
  }

  /** Listens on this port; 0 takes any. */
  public SandboxOptions withPort(int other) {
    if (other < 0 || other > 65535) {
      throw new IllegalArgumentException("A port is a number from 0 to 65535.");
    }
    SandboxOptions options = copy();
    options.port = other;
    return options;
  }

  /** Serves the chat over wss too, on the same port, with a fresh certificate. */
  public SandboxOptions withTls(boolean other) {
    SandboxOptions options = copy();
    options.tls = other;
    return options;
  }

  /** Refuses older clients with failure 405; a version such as {@code 2.3000.1}. */
  public SandboxOptions withMinimumVersion(String other) {
    SandboxOptions options = copy();
    options.minimumVersion = WebVersion.parse(other);
    return options;
  }

  /** Cuts what the server sends into WebSocket messages of at most this many bytes. */
  public SandboxOptions withChunks(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("A chunk has at least one byte; 0 means no limit.");
    }
    SandboxOptions options = copy();
    options.chunk = bytes;
    return options;
  }

  /** Tells time by this clock. */
  public SandboxOptions withClock(Clock other) {
    SandboxOptions options = copy();
    options.clock = requireNonNull(other, "clock");
    return options;
  }

  /** Measures delays with this timer, which stays the caller's to shut down. */
  public SandboxOptions withTimer(ScheduledExecutorService other) {
    SandboxOptions options = copy();
    options.timer = requireNonNull(other, "timer");
    return options;
  }

  /**
   * Adds to this file, as one JSON object a line, what happens to each message: {@code accepted},
   * {@code refused}, {@code sent} to a device, {@code answered} by it, {@code read} by a phone; and
   * each {@code violation}.
   */
  public SandboxOptions withLedger(Path file) {
    SandboxOptions options = copy();
    options.ledger = requireNonNull(file, "ledger");
    return options;
  }

  /**
   * Adds to this file a readable line for each stanza: time, client, direction and node, with
   * addresses shortened and contents by length, so that it can be shown to others.
   */
  public SandboxOptions withTranscript(Path file) {
    SandboxOptions options = copy();
    options.transcript = requireNonNull(file, "transcript");
    return options;
  }

  /**
   * Adds to this file each stanza as it is, to be played again. It holds numbers, names and
   * ciphertexts, so it is as private as the accounts are.
   */
  public SandboxOptions withTape(Path file) {
    SandboxOptions options = copy();
    options.tape = requireNonNull(file, "tape");
    return options;
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
    return new ServerSettings(
        clock,
        random,
        minimumVersion,
        timer,
        Optional.ofNullable(ledger),
        Optional.ofNullable(transcript).or(SandboxOptions::common),
        Optional.ofNullable(tape));
  }

  private static Optional<Path> common() {
    return Optional.ofNullable(System.getProperty(TRANSCRIPTS))
        .map(
            directory ->
                Path.of(
                    directory, ProcessHandle.current().pid() + "-" + System.nanoTime() + ".txt"));
  }
}
