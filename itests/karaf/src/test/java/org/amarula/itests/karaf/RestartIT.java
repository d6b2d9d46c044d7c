package org.amarula.itests.karaf;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.Test;

/** A stock Karaf with our features as boot features, driven by its console and started twice. */
public class RestartIT {
  private static final Pattern QR = Pattern.compile("\"qr\":\"([^\"\\\\]+)\"");

  /** The account is kept in the container's data directory. */
  @Test
  public void accountsSurviveARestartOfTheContainerWithoutPairingAgain() throws Exception {
    Path work = Path.of(System.getProperty("itest.work"));
    Path karaf = KarafProcess.install(work.resolve("restart"));
    try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults())) {
      String alice;
      try (KarafProcess first = KarafProcess.start(karaf)) {
        first.awaitCommands();
        alice = pair(first, sandbox, "alice");
        String bob = pair(first, sandbox, "bob");
        first.type("amarula:send alice " + bob + " 'before the restart'");
        first.type("amarula:read bob --wait 1 --json");
        first.await("\"text\":\"before the restart\"");
        first.shutdown();
      }

      try (KarafProcess second = KarafProcess.start(karaf)) {
        second.awaitCommands();
        online(second, sandbox, "alice");
        online(second, sandbox, "bob");
        second.type("amarula:send bob " + alice + " 'after the restart'");
        second.type("amarula:read alice --wait 1 --json");
        second.await("\"text\":\"after the restart\"");
        second.type("amarula:events alice --json");
        second.await("\"state\":\"online\"");
        second.shutdown();
        assertFalse(second.printed(), QR.matcher(second.printed()).find());
      }
      assertTrue(sandbox.violations().toString(), sandbox.violations().isEmpty());
    }
  }

  // Answers the account's phone number.
  private static String pair(KarafProcess karaf, SandboxServer sandbox, String profile)
      throws Exception {
    start(karaf, sandbox, profile);
    karaf.type("amarula:wait " + profile + " pairing");
    karaf.type("amarula:pair " + profile + " --json");
    Matcher qr = QR.matcher(karaf.await("\"qr\":\""));
    assertTrue(qr.find());
    String phone = sandbox.scan(qr.group(1)).phone();
    karaf.type("amarula:wait " + profile + " online --json");
    karaf.await("\"state\":\"online\"");
    return phone;
  }

  private static void online(KarafProcess karaf, SandboxServer sandbox, String profile)
      throws Exception {
    start(karaf, sandbox, profile);
    karaf.type("amarula:wait " + profile + " online --json");
    karaf.await("\"state\":\"online\"");
  }

  private static void start(KarafProcess karaf, SandboxServer sandbox, String profile)
      throws Exception {
    karaf.type(
        "amarula:start %s url=%s root.public.key=%s"
            .formatted(profile, sandbox.url(), sandbox.rootPublicKey()));
  }
}
