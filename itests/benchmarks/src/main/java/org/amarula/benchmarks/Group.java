package org.amarula.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.amarula.benchmarks.capacity.CapacityMain;
import org.amarula.benchmarks.fanout.FanoutMain;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.idle.IdleMain;
import org.amarula.benchmarks.idle.PairMain;
import org.amarula.benchmarks.isolation.IsolationMain;
import org.amarula.benchmarks.lifecycle.LifecycleMain;
import org.amarula.benchmarks.process.JavaProcess;
import org.amarula.benchmarks.signal.SignalMain;
import org.amarula.sandbox.SandboxMain;

/** The groups of goals, each with the processes that it takes. */
public enum Group {
  /** What the sandbox itself carries. */
  SANDBOX {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      run(CapacityMain.class, work, List.of(work.toString()), found);
    }
  },
  /** G5 to G10. */
  SIGNAL {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      run(SignalMain.class, work, List.of(), found);
    }
  },
  /** G12 to G14, G20. */
  FANOUT {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      run(FanoutMain.class, work, List.of(work.resolve("data").toString()), found);
    }
  },
  /** G17, G18, offline instances. */
  LIFECYCLE {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      run(LifecycleMain.class, work, List.of(work.resolve("data").toString()), found);
    }
  },
  /** G19. */
  ISOLATION {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      try (JavaProcess ours = sandbox(work);
          JavaProcess theirs = sandbox(work)) {
        List<String> arguments =
            List.of(
                ours.line().orElseThrow(),
                theirs.line().orElseThrow(),
                work.resolve("data").toString());
        run(IsolationMain.class, work, arguments, found);
      }
    }
  },
  /** G15, G16, G21, crash to online. */
  IDLE {
    @Override
    void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception {
      Path data = work.resolve("data");
      try (JavaProcess server = sandbox(work, "--tls")) {
        String line = server.line().orElseThrow();
        String count = String.valueOf(IdleMain.accounts(sizes));
        run(PairMain.class, work, List.of(line, data.toString(), count), found);
        run(IdleMain.class, work, List.of(line, data.toString()), found);
      }
    }
  };

  private static final List<String> JVM = List.of("-Xmx2g");
  // Other people's machines: their collections of garbage are not to be seen in our figures.
  private static final List<String> SERVER_JVM = List.of("-Xms2g", "-Xmx2g", "-Xmn256m");

  abstract void run(Sizes sizes, Path work, Consumer<Measured> found) throws Exception;

  static JavaProcess sandbox(Path work, String... arguments) throws IOException {
    return JavaProcess.start(
        SandboxMain.class, work.resolve("sandbox.log"), SERVER_JVM, List.of(arguments));
  }

  static void run(Class<?> main, Path work, List<String> arguments, Consumer<Measured> found)
      throws IOException, InterruptedException {
    Path log = work.resolve(main.getSimpleName() + ".log");
    try (JavaProcess rig = JavaProcess.startRig(main, log, JVM, arguments)) {
      for (Optional<String> line = rig.line(); line.isPresent(); line = rig.line()) {
        Optional<Measured> measured = Measured.parse(line.get());
        measured.ifPresentOrElse(found, logged(line.get()));
      }
      int status = rig.exit();
      if (status != 0) {
        throw new IllegalStateException(
            main.getSimpleName() + " ended with " + status + ", see " + log);
      }
    }
  }

  private static Runnable logged(String line) {
    return () -> System.out.println("  " + line);
  }
}
