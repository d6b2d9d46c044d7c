package org.amarula.chaos.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.amarula.chaos.verdict.Judge;

/** Starts the three processes of a run, one after the other. To be used by one thread. */
public final class Processes {
  /** Plants nothing. */
  public static final String NO_FAULT = "none";

  private static final int QUIET_SECONDS = 180;
  private static final int QUIET_SECONDS_WITH_FAULT = 10;
  private static final int SANDBOX_END_SECONDS = 30;
  private static final String SANDBOX_LOG = "sandbox.log";

  private final Path evidence;
  private final Minimums minimums;
  private final long seed;

  /**
   * A run.
   *
   * @param evidence an empty directory for all files
   */
  public Processes(Path evidence, Minimums minimums, long seed) {
    this.evidence = evidence;
    this.minimums = minimums;
    this.seed = seed;
  }

  /**
   * Plays the run; all files are complete when this returns.
   *
   * @param plant {@link #NO_FAULT}, or the fault to plant
   * @return the exit status of the process under test
   */
  public int play(String plant) throws IOException, InterruptedException {
    Process sandbox =
        java("-Xmx768m", org.amarula.launcher.Main.class, "sandbox", "--ledger", ledger())
            .redirectError(evidence.resolve(SANDBOX_LOG).toFile())
            .start();
    try {
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(sandbox.getInputStream(), StandardCharsets.UTF_8));
      String listening = out.readLine();
      if (listening == null) {
        throw new IOException("The sandbox does not start; see " + SANDBOX_LOG + ".");
      }
      return underTest(listening, plant);
    } finally {
      sandbox.getOutputStream().close(); // it ends with its input
      if (!sandbox.waitFor(SANDBOX_END_SECONDS, TimeUnit.SECONDS)) {
        sandbox.destroyForcibly().waitFor();
      }
    }
  }

  private int underTest(String listening, String plant) throws IOException, InterruptedException {
    int quiet = plant.equals(NO_FAULT) ? QUIET_SECONDS : QUIET_SECONDS_WITH_FAULT;
    long limit = 1200L + 6L * minimums.seconds();
    ProcessBuilder builder =
        java("-Xmx1g", UnderTest.class, evidence.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(evidence.resolve("under-test.log").toFile());
    List<String> properties =
        List.of(
            "-Dchaos.evidence=" + evidence,
            "-Dchaos.url=" + Listening.field(listening, "url"),
            "-Dchaos.root=" + Listening.field(listening, "rootPublicKey"),
            "-Dchaos.seconds=" + minimums.seconds(),
            "-Dchaos.accounts=" + minimums.accounts(),
            "-Dchaos.seed=" + seed,
            "-Dchaos.kills=" + minimums.kills(),
            "-Dchaos.messages=" + minimums.messages(),
            "-Dchaos.bundles=" + minimums.bundles(),
            "-Dchaos.restarts=" + minimums.restarts(),
            "-Dchaos.faults=" + minimums.faults(),
            "-Dchaos.storage=" + minimums.storage(),
            "-Dchaos.quiet=" + quiet,
            "-Dchaos.plant=" + plant,
            "-Dchaos.limit.seconds=" + limit);
    builder.command().addAll(1, properties);
    Process process = builder.start();
    try {
      if (!process.waitFor(limit + 120, TimeUnit.SECONDS)) {
        throw new IOException("The process under test does not end; see under-test.log.");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Has a process apart judge the files; its words go to standard output. */
  public int judge(Path report) throws IOException, InterruptedException {
    Process process =
        java(
                "-Xmx512m",
                Judge.class,
                evidence.toString(),
                report.toString(),
                Integer.toString(minimums.messages()),
                Integer.toString(minimums.kills()),
                Integer.toString(minimums.restarts()),
                Integer.toString(minimums.bundles()),
                Integer.toString(minimums.faults()),
                Integer.toString(minimums.storage()))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(System.out::println);
    }
    return process.waitFor();
  }

  private String ledger() {
    return evidence.resolve("ledger.jsonl").toString();
  }

  private static ProcessBuilder java(String heap, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(heap, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
