package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How many clients one process holds; only on demand, with {@code -Dscale.clients=N}. */
@Timeout(600)
class ScaleTest {
  @Test
  @EnabledIfSystemProperty(named = "scale.clients", matches = "[0-9]+")
  void manyClientsStayConnected() throws Exception {
    int wanted = Integer.getInteger("scale.clients");
    try (SandboxServer server = SandboxServer.start(SandboxOptions.defaults())) {
      Companion first = Companion.ready(server, "15550000000");
      long before = used();
      long start = System.nanoTime();
      List<Companion> clients = new ArrayList<>();
      for (int i = 1; i <= wanted; i++) {
        Companion client = new Companion(server);
        client.pair(Long.toString(15_550_000_000L + i));
        client.login();
        client.activate();
        clients.add(client);
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      assertThat(server.stats().get("connections")).isEqualTo(wanted + 1L);
      int threads = Thread.activeCount();
      System.out.println(
          wanted
              + " clients after "
              + seconds
              + " s; both sides hold "
              + (used() - before) / wanted
              + " bytes for each; "
              + threads
              + " threads");
      histogram();
      first.close();
      clients.forEach(Companion::close);
    }
  }

  /** The largest classes of the heap, to see which side holds what. */
  private static void histogram() throws Exception {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    text.toString().lines().limit(40).forEach(System.out::println);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
