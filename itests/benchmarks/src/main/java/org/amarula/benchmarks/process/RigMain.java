package org.amarula.benchmarks.process;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class in this process, and ends the process together with its standard input:
 * so a rig does not outlive the test that started it, whatever ended that.
 */
public final class RigMain {
  /** The exit status of a rig whose standard input has ended. */
  static final int ORPHANED = 3;

  private RigMain() {}

  /** Arguments: the name of the class, then what it is given. */
  public static void main(String[] arguments) throws Exception {
    Thread input = new Thread(RigMain::endWithInput, "standard-input");
    input.setDaemon(true);
    input.start();
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void endWithInput() {
    try {
      int read = System.in.read();
      while (read >= 0) {
        read = System.in.read();
      }
    } catch (IOException e) {
      System.err.println("The standard input cannot be read: " + e.getMessage());
    }
    Runtime.getRuntime().halt(ORPHANED); // no hooks: nobody is left who would wait for them
  }
}
