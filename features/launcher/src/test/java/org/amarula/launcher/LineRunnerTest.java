package org.amarula.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineRunnerTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CompletableFuture<String> cutOff = new CompletableFuture<>();
  private final LineRunner runner = new LineRunner(FakeSession::new, stream(out), stream(err));

  @Test
  void valuesArePrintedInOrder() throws IOException {
    pipe("one\n\n# no line\ntwo\n", false);

    assertThat(text(out)).isEqualToNormalizingNewlines("<one>\n<two>\n");
    assertThat(runner.exitStatus()).isZero();
  }

  @Test
  void failedLineSetsTheStatusAndTheRestStillRuns() throws IOException {
    pipe("fail\ntwo\n", false);

    assertThat(ran).containsExactly("fail", "two");
    assertThat(text(err)).isEqualToNormalizingNewlines("error: illegal-state: on purpose\n");
    assertThat(runner.exitStatus()).isEqualTo(1);
  }

  @Test
  void failFastEndsAtTheFirstFailure() throws IOException {
    pipe("one\nfail\ntwo\n", true);

    assertThat(ran).containsExactly("one", "fail");
    assertThat(runner.exitStatus()).isEqualTo(1);
  }

  @Test
  void exitEndsWithoutAFailure() throws IOException {
    pipe("one\nexit\ntwo\n", false);

    assertThat(ran).containsExactly("one");
    assertThat(runner.exitStatus()).isZero();
  }

  @Test
  void brokenClassFailsItsLineOnly() throws IOException {
    pipe("broken\ntwo\n", false);

    assertThat(ran).containsExactly("broken", "two");
    assertThat(runner.exitStatus()).isEqualTo(1);
  }

  @Test
  void lineInTheBackgroundHoldsUpNothing() throws Exception {
    pipe("stay &\n", false);
    assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
    pipe("two\n", false);

    runner.close();

    assertThat(cutOff.get(20, TimeUnit.SECONDS)).isEqualTo("stay");
    assertThat(ran).containsExactly("stay", "two");
    assertThat(runner.exitStatus()).isZero();
  }

  @Test
  void typedLineIsEchoedBehindThePrompt() {
    boolean good = new Shell(reader(""), stream(out), runner).typed("one");

    assertThat(good).isTrue();
    assertThat(text(out)).isEqualToNormalizingNewlines("amarula> one\n<one>\n");
  }

  @Test
  void promptGoesOnAfterAFailure() throws IOException {
    new Shell(reader("fail\none\nexit\n"), stream(out), runner).prompt();

    assertThat(ran).containsExactly("fail", "one");
    assertThat(text(out)).isEqualToNormalizingNewlines("amarula> amarula> <one>\namarula> ");
  }

  private void pipe(String lines, boolean failFast) throws IOException {
    new Shell(reader(lines), stream(out), runner).piped(failFast);
  }

  private static BufferedReader reader(String lines) {
    return new BufferedReader(new StringReader(lines));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream from) {
    return from.toString(StandardCharsets.UTF_8);
  }

  /** Answers the line in brackets; some lines do otherwise. */
  private final class FakeSession implements LineRunner.Session {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String execute(String line) throws Exception {
      ran.add(line);
      switch (line) {
        case "fail" -> throw new IllegalStateException("on purpose");
        case "broken" -> throw new NoClassDefFoundError("gone");
        case "stay" -> {
          opened.countDown();
          closed.await();
          cutOff.complete(line);
          throw new InterruptedException("cut off");
        }
        default -> {
          return "<" + line + ">";
        }
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
