package org.amarula.benchmarks.capacity;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.process.JavaProcess;
import org.amarula.benchmarks.process.Sandbox;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Connects many small clients to the sandbox and lets some of them write, then does the same with a
 * server that only echoes; tells what the sandbox takes for a client and for a message, and how
 * much more that is.
 */
public final class CapacityMain {
  private static final int LINKERS = 8;
  private static final int WRITERS = 64;
  private static final int FRAMES = 6;
  private static final int FRAME_BYTES = 220;
  private static final int WINDOW = 4;
  private static final List<String> JVM = List.of("-Xmx1g", "-XX:+UseSerialGC");

  private final Sizes sizes = Sizes.chosen();
  private final Path work;
  private final WebSocketClient sockets;

  private CapacityMain(Path work, WebSocketClient sockets) {
    this.work = work;
    this.sockets = sockets;
  }

  /** Arguments: WORK. */
  public static void main(String[] arguments) throws Exception {
    WebSocketClient sockets = LoadSocket.client();
    try {
      new CapacityMain(Path.of(arguments[0]), sockets).measure();
    } finally {
      sockets.stop();
    }
  }

  private void measure() throws Exception {
    Load echo = echo();
    Load sandbox = sandbox();
    System.out.println(
        Measured.of(Goal.SANDBOX_HEAP, sandbox.heapKib)
            .with("clients", sizes.clients())
            .with("clientsPerGib", Math.floor((1 << 20) / sandbox.heapKib))
            .with("echoKib", echo.heapKib)
            .with("ratioToEcho", sandbox.heapKib / echo.heapKib)
            .with("linkSeconds", sandbox.connectSeconds)
            .with("threads", sandbox.threads)
            .toLine());
    double frames = sandbox.cpuMicros / FRAMES;
    System.out.println(
        Measured.of(Goal.SANDBOX_CPU, frames / echo.cpuMicros)
            .with("messagesPerSecond", sandbox.perSecond)
            .with("framesPerSecond", sandbox.perSecond * FRAMES)
            .with("echoFramesPerSecond", echo.perSecond * 2)
            .with("cpuMicrosPerMessage", sandbox.cpuMicros)
            .with("cpuMicrosPerFrame", frames)
            .with("echoCpuMicrosPerFrame", echo.cpuMicros)
            .toLine());
    System.out.println(Measured.of(Goal.SANDBOX_REFUSED, sandbox.refused).toLine());
  }

  /** What one server took: CPU for a message of the sandbox, or for a frame of the echo. */
  private record Load(
      double heapKib,
      double perSecond,
      double cpuMicros,
      double connectSeconds,
      long threads,
      long refused) {}

  private JavaProcess server(String kind) throws Exception {
    return JavaProcess.start(ServerMain.class, work.resolve(kind + ".log"), JVM, List.of(kind));
  }

  private static JsonObject ask(JavaProcess server, String what) throws Exception {
    server.say(what);
    return JsonParser.parseString(server.line().orElseThrow()).getAsJsonObject();
  }

  private Load sandbox() throws Exception {
    try (JavaProcess server = server("sandbox")) {
      Sandbox sandbox = Sandbox.of(server.line().orElseThrow());
      linked(sandbox, WINDOW); // loads classes
      JsonObject before = ask(server, "heap");
      long begin = System.nanoTime();
      List<LoadClient> clients = linked(sandbox, sizes.clients());
      double connectSeconds = (System.nanoTime() - begin) / 1e9;
      JsonObject after = ask(server, "heap");
      Routed routed = new Routed(clients.subList(0, Math.min(WRITERS, clients.size())));
      warmUp();
      long cpu = ask(server, "cpu").get("cpu").getAsLong();
      long delivered = routed.delivered();
      long start = System.nanoTime();
      pass(sizes.phaseSeconds());
      double seconds = (System.nanoTime() - start) / 1e9;
      long messages = routed.delivered() - delivered;
      double spent = ask(server, "cpu").get("cpu").getAsLong() - cpu;
      routed.stop();
      long violations = sandbox.stats().get("violations").getAsLong();
      return new Load(
          kib(before, after, sizes.clients()),
          messages / seconds,
          spent / 1000 / messages,
          connectSeconds,
          after.get("threads").getAsLong(),
          routed.refused() + violations);
    }
  }

  private void warmUp() {
    pass(Math.max(1, sizes.phaseSeconds() / 2));
  }

  private static void pass(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static double kib(JsonObject before, JsonObject after, int clients) {
    return (after.get("heap").getAsLong() - before.get("heap").getAsLong()) / 1024.0 / clients;
  }

  private List<LoadClient> linked(Sandbox sandbox, int count) throws Exception {
    ExecutorService linkers = Executors.newFixedThreadPool(LINKERS);
    List<CompletableFuture<LoadClient>> links = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      links.add(CompletableFuture.supplyAsync(() -> linked(sandbox), linkers));
    }
    List<LoadClient> clients = new ArrayList<>();
    for (CompletableFuture<LoadClient> link : links) {
      clients.add(link.get(10, TimeUnit.MINUTES));
    }
    linkers.shutdown();
    return clients;
  }

  private LoadClient linked(Sandbox sandbox) {
    try {
      LoadClient client = new LoadClient(sockets, sandbox);
      client.link();
      client.listen(node -> {});
      return client;
    } catch (Exception e) {
      throw new IllegalStateException("A client cannot be linked.", e);
    }
  }

  private Load echo() throws Exception {
    try (JavaProcess server = server("echo")) {
      URI uri = URI.create(server.line().orElseThrow());
      AtomicLong echoed = new AtomicLong();
      List<LoadSocket> some = echoing(uri, WINDOW, echoed);
      JsonObject before = ask(server, "heap");
      List<LoadSocket> all = echoing(uri, sizes.clients(), echoed);
      JsonObject after = ask(server, "heap");
      some.addAll(all.subList(0, Math.min(WRITERS, all.size())));
      for (LoadSocket socket : some) {
        for (int i = 0; i < WINDOW; i++) {
          socket.write(new byte[FRAME_BYTES]);
        }
      }
      warmUp();
      long cpu = ask(server, "cpu").get("cpu").getAsLong();
      long before2 = echoed.get();
      long start = System.nanoTime();
      pass(sizes.phaseSeconds());
      double seconds = (System.nanoTime() - start) / 1e9;
      long turns = echoed.get() - before2;
      double spent = ask(server, "cpu").get("cpu").getAsLong() - cpu;
      return new Load(
          kib(before, after, sizes.clients()),
          turns / seconds,
          spent / 1000 / (2 * turns),
          0,
          0,
          0);
    }
  }

  /** Sockets that send again what comes back. */
  private List<LoadSocket> echoing(URI uri, int count, AtomicLong echoed) throws Exception {
    List<LoadSocket> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LoadSocket[] self = new LoadSocket[1];
      self[0] =
          LoadSocket.open(
              sockets,
              uri,
              bytes -> {
                echoed.incrementAndGet();
                self[0].write(bytes);
              });
      open.add(self[0]);
    }
    return open;
  }
}
