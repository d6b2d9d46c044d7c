package org.amarula.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/**
 * A sandbox server alone: the arguments of {@link SandboxArguments}. Prints one JSON line and stays
 * until standard input ends or the process is asked to end.
 */
public final class SandboxMain {
  private SandboxMain() {}

  /** Runs; the exit status is 2 after a wrong argument and 1 when the port cannot be had. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.in, System.out, System.err));
  }

  static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err) {
    SandboxOptions options;
    try {
      options = SandboxArguments.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
    try (SandboxServer server = SandboxServer.start(options)) {
      Thread closer = new Thread(server::close, "amarula-sandbox-end");
      Runtime.getRuntime().addShutdownHook(closer);
      out.println(server.listening());
      out.flush();
      await(in);
      forget(closer);
      return 0;
    } catch (IllegalStateException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static void await(InputStream in) {
    try {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      awaitEnd(); // no standard input to wait for
    }
  }

  private static void awaitEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread closer) {
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException e) {
      closer.setName("amarula-sandbox-ending"); // the process ends already
    }
  }
}
