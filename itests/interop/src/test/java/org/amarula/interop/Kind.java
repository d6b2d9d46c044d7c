package org.amarula.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The clients that others wrote, each with the driver that we wrote for it. */
enum Kind {
  /** The npm package {@code baileys}, whose signature checks are replaced by real ones. */
  BAILEYS {
    @Override
    ProcessBuilder command() throws IOException, InterruptedException {
      Path home = Npm.install();
      // It speaks TLS to the sandbox's media store, whose certificate is made at each start;
      // nothing
      // but loopback is reached (spec interop.md, baileys 12).
      return process(home, List.of("node", "client.mjs"), "NODE_TLS_REJECT_UNAUTHORIZED", "0");
    }
  },

  /** The Go module {@code go.mau.fi/whatsmeow}, which verifies everything by itself. */
  WHATSMEOW {
    @Override
    ProcessBuilder command() throws IOException, InterruptedException {
      Path driver = GoBuild.driver();
      return process(driver.getParent(), List.of(driver.toString()), "GOTRACEBACK", "all");
    }
  };

  /** How a process of it is started; skips loudly where its runtime is missing. */
  abstract ProcessBuilder command() throws IOException, InterruptedException;

  private static ProcessBuilder process(
      Path home, List<String> command, String variable, String value) {
    ProcessBuilder process = new ProcessBuilder(command).directory(home.toFile());
    process.environment().putAll(Map.of(variable, value));
    return process;
  }
}
