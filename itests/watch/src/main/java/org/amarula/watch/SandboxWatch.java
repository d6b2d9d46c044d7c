package org.amarula.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Watches the sandbox servers of every test where this jar is on the class path: a test during
 * which a client broke a rule fails, unless it has the tag {@value #TAG}; and whatever fails leaves
 * the servers' transcript in {@code target/sandbox-failures}.
 *
 * <p>Servers write because of a system property, so that those started by fields, by helpers and in
 * other processes (which must be given the property) are all seen.
 */
public final class SandboxWatch
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        TestWatcher {
  /** The tag of tests whose clients break rules on purpose. */
  public static final String TAG = "breaks-rules";

  /** As {@code SandboxOptions.TRANSCRIPTS} has it. */
  public static final String PROPERTY = "amarula.sandbox.transcripts";

  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(SandboxWatch.class);
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path directory = TARGET.resolve("sandbox-transcripts").resolve(name(context));
    Files.createDirectories(directory);
    System.setProperty(PROPERTY, directory.toString());
  }

  private static String name(ExtensionContext context) {
    return context.getRequiredTestClass().getName();
  }

  private static Transcripts transcripts(ExtensionContext context) {
    return context.getStore(OURS).get(Transcripts.class, Transcripts.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Transcripts transcripts = new Transcripts(Path.of(System.getProperty(PROPERTY)));
    transcripts.mark();
    context.getStore(OURS).put(Transcripts.class, transcripts);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<String> broken = transcripts(context).broken();
    if (!broken.isEmpty() && !context.getTags().contains(TAG)) {
      throw new AssertionError("Clients broke rules of the sandbox:\n" + String.join("\n", broken));
    }
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    Transcripts transcripts = transcripts(context);
    if (transcripts == null) {
      return; // it failed before it began
    }
    List<String> lines = transcripts.added();
    String test = name(context) + "." + context.getDisplayName().replaceAll("[^A-Za-z0-9]+", "-");
    Path file = TARGET.resolve("sandbox-failures").resolve(test + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
      System.err.println("What the sandbox saw of " + test + ": " + file);
    } catch (IOException e) {
      System.err.println("The transcript of " + test + " cannot be kept: " + e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    new Transcripts(Path.of(System.getProperty(PROPERTY))).delete();
  }
}
