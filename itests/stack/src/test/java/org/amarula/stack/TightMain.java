package org.amarula.stack;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.storage.SqliteStorage;
import org.amarula.supervision.PlainConnections;

/**
 * An account in a process of its own, with little memory: it writes the id of each message to a
 * file, and takes all memory away, again and again, when it reads {@code hoard}. Ends with its
 * input.
 */
final class TightMain implements ConnectionListener {
  private static final int ROUNDS = 6;

  private final FileOutputStream file;

  private TightMain(FileOutputStream file) {
    this.file = file;
  }

  /** {@code url, root public key, data directory, file}. */
  public static void main(String[] arguments) throws IOException {
    try (FileOutputStream file = new FileOutputStream(arguments[3], true);
        SqliteStorage storage = SqliteStorage.open(Path.of(arguments[2]));
        StreamOpeners streams = StreamOpeners.create(Clock.systemUTC());
        PlainConnections connections =
            PlainConnections.over(streams, Messengers.create(), storage)) {
      connections.addListener(new TightMain(file), "*", true);
      connections
          .factory()
          .start(
              ConnectionSettings.of("alice")
                  .with("url", arguments[0])
                  .with("root.public.key", arguments[1])
                  .with("restart.max", "1000")
                  .with("backoff.initial.millis", "50")
                  .with("backoff.max.seconds", "1"));
      int end = System.in.read();
      System.out.println("ended by " + end);
    }
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    try {
      if (event instanceof MessageReceived message) {
        file.write((message.id() + "\n").getBytes(StandardCharsets.US_ASCII));
        file.getFD().sync();
        if (message.content() instanceof Text text && text.text().equals("hoard")) {
          Thread hoarder = new Thread(TightMain::hoard, "hoarder");
          hoarder.setDaemon(true);
          hoarder.start();
        }
      }
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static void hoard() {
    for (int round = 0; round < ROUNDS; round++) {
      List<byte[]> hoarded = new ArrayList<>();
      long until = System.nanoTime() + Duration.ofMillis(700).toNanos();
      while (System.nanoTime() < until) {
        try {
          hoarded.add(new byte[16 * 1024]);
        } catch (OutOfMemoryError e) {
          LockSupport.parkNanos(1_000_000); // whoever else wants memory now finds none
        }
      }
      hoarded.clear();
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
