package org.amarula.storage.internal.sqlite;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;

/**
 * A child JVM that commits as fast as it can and notes each durable commit in a file of its own per
 * profile. Batch n sets the counter to n and adds row n, so that half a batch would show.
 */
final class CommittingProcess {
  static final Namespace ROWS = new Namespace("rows");
  static final Namespace STATE = new Namespace("state");
  static final List<Profile> PROFILES =
      List.of(Profile.of("alice"), Profile.of("bob"), Profile.of("carol"));

  private CommittingProcess() {}

  static Process start(Path directory, Path notes, int commits) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path") + File.pathSeparator,
            CommittingProcess.class.getName(),
            directory.toString(),
            notes.toString(),
            String.valueOf(commits))
        .redirectError(Redirect.INHERIT)
        .start();
  }

  /** Arguments: the data directory, the directory for the notes, how many commits a profile. */
  public static void main(String[] arguments) throws Exception {
    Path notes = Path.of(arguments[1]);
    int commits = Integer.parseInt(arguments[2]);
    SqliteEngine engine = SqliteEngine.open(Path.of(arguments[0]));
    List<Thread> threads =
        PROFILES.stream()
            .map(engine::open)
            .map(open -> new Thread(() -> commit(open, notes, commits)))
            .toList();
    threads.forEach(Thread::start);
    System.out.println("committing");
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
    Runtime.getRuntime().halt(0); // as a crash would: the log stays beside the database
  }

  private static void commit(ProfileStorage open, Path notes, int commits) {
    int first = counter(open) + 1;
    for (int n = first; n < first + commits; n++) {
      open.commit(batch(n)).toCompletableFuture().join();
      note(notes, open.profile(), n);
    }
  }

  private static Batch batch(int n) {
    return Batch.builder()
        .put(STATE, "counter", Bytes.utf8(String.valueOf(n)))
        .put(ROWS, "row" + n, Bytes.utf8(row(n)))
        .build();
  }

  static String row(int n) {
    return ("row " + n + ";").repeat(1 + n % 300);
  }

  static int counter(ProfileStorage open) {
    return open.read(STATE, "counter").map(Bytes::toUtf8).map(Integer::parseInt).orElse(0);
  }

  /** The last commit of a profile that was noted as durable. */
  static int noted(Path notes, Profile profile) throws IOException {
    Path file = notes.resolve(profile.name());
    if (!Files.exists(file)) {
      return 0;
    }
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return whole.isEmpty() ? 0 : Integer.parseInt(whole.substring(whole.length() - 9).trim());
  }

  private static void note(Path notes, Profile profile, int n) {
    try {
      Files.writeString(
          notes.resolve(profile.name()),
          "%8d%n".formatted(n),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a profile holds exactly the batches up to its counter; answers the counter. */
  static int consistentCounter(ProfileStorage open) {
    int counter = counter(open);
    Map<String, Bytes> rows = open.scan(ROWS, "", "", Integer.MAX_VALUE);
    if (rows.size() != counter || open.count(ROWS) != counter) {
      throw new AssertionError(counter + " batches, but " + rows.size() + " rows");
    }
    for (int n = 1; n <= counter; n++) {
      if (!Bytes.utf8(row(n)).equals(rows.get("row" + n))) {
        throw new AssertionError("row " + n + " is not what was committed");
      }
    }
    return counter;
  }
}
