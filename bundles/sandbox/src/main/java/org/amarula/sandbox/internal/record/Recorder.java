package org.amarula.sandbox.internal.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.amarula.codec.Node;

/**
 * Keeps what goes over the wire: the last stanzas in memory when it is switched on, all of them in
 * a file of redacted lines, and all of them as they are on a tape. Confined to the lane.
 */
public final class Recorder implements AutoCloseable {
  private final Transcript memory;
  private final Optional<BufferedWriter> file;
  private final Optional<TapeWriter> tape;
  private boolean remembering;

  /**
   * Starts with an empty memory.
   *
   * @throws IllegalStateException when a file cannot be written
   */
  public Recorder(Clock clock, Optional<Path> transcript, Optional<Path> tape) {
    this.memory = new Transcript(clock);
    this.file = transcript.map(Recorder::open);
    this.tape = tape.map(path -> new TapeWriter(open(path), clock));
  }

  static BufferedWriter open(Path path) {
    try {
      Optional<Path> directory = Optional.ofNullable(path.toAbsolutePath().getParent());
      if (directory.isPresent()) {
        Files.createDirectories(directory.get());
      }
      return Files.newBufferedWriter(
          path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException("The recording " + path + " cannot be written.", e);
    }
  }

  /** Switches the memory on or off; what was kept stays. */
  public void remember(boolean wanted) {
    remembering = wanted;
  }

  /** A client sent a stanza. */
  public void received(String client, Node node) {
    add(client, true, node);
  }

  /** A stanza went to a client. */
  public void sent(String client, Node node) {
    add(client, false, node);
  }

  private void add(String client, boolean toServer, Node node) {
    tape.ifPresent(writer -> writer.add(client, toServer, node));
    if (remembering || file.isPresent()) {
      String line = memory.line(client, toServer ? "-> " : "<- ", NodeText.of(node));
      keep(client, line);
    }
  }

  /** Notes what is no stanza, such as the end of a connection or a broken rule. */
  public void note(String client, String what) {
    if (remembering || file.isPresent()) {
      keep(client, memory.line(client, "-- ", what));
    }
  }

  /** Notes that a connection turned out to be this client's. */
  public void named(String link, String client) {
    if (remembering || file.isPresent()) {
      keep(link, memory.line(link, "-- ", "is " + Transcript.shown(client)));
    }
  }

  private void keep(String client, String line) {
    if (remembering) {
      memory.add(client, line);
    }
    if (file.isPresent()) {
      write(file.get(), line + "\n");
    }
  }

  /** Writes to the operating system, so that a crash leaves the file whole. */
  static void write(BufferedWriter writer, String line) {
    try {
      writer.write(line);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("A recording cannot be written.", e);
    }
  }

  /** The remembered lines of one account's clients, or of all when the phone number is empty. */
  public List<String> lines(String phone) {
    return memory.lines(phone);
  }

  @Override
  public void close() {
    file.ifPresent(Recorder::close);
    tape.ifPresent(TapeWriter::close);
  }

  static void close(BufferedWriter writer) {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("A recording cannot be closed.", e);
    }
  }
}
