package org.amarula.benchmarks.fanout;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.amarula.api.jid.Jid;
import org.amarula.benchmarks.Sizes;
import org.amarula.benchmarks.goal.Goal;
import org.amarula.benchmarks.goal.Measured;
import org.amarula.benchmarks.goal.Numbers;
import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.amarula.proto.message.Message;
import org.amarula.storage.SqliteStorage;

/**
 * Messages that come in, from the bytes of their stanzas to the return of a durable listener, each
 * on disk before its receipt goes out. What counts is the time on a core that the whole process
 * takes for one.
 */
final class Inbound {
  private static final int AUTHORS = 64;
  private static final int IN_FLIGHT = 128;
  private static final int WARM_UP = 2; // times as long: with two cores the compiler lags behind
  private static final int WAIT_SECONDS = 60;
  private static final byte[] TEXT =
      Message.newBuilder().setConversation("x".repeat(200)).build().toByteArray();

  private final NodeCodec codec = NodeCodecs.standard();
  private final Peers peers = new Peers(AUTHORS);
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final Sizes sizes;
  private final Path data;
  private int ids;

  Inbound(Sizes sizes, Path data) {
    this.sizes = sizes;
    this.data = data;
  }

  void measure() throws Exception {
    List<Double> perCore = new ArrayList<>();
    List<Double> perSecond = new ArrayList<>();
    try (SqliteStorage files = SqliteStorage.open(data);
        Account account = new Account(files, "inbound", 1, peers, message -> room.release())) {
      List<Peers.Author> authors = account.establish(peers.users());
      for (int round = -WARM_UP * sizes.fanoutRounds(); round < sizes.fanoutRounds(); round++) {
        List<byte[]> stanzas = stanzas(authors);
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        feed(account, stanzas);
        if (round >= 0) {
          perCore.add(stanzas.size() * 1e9 / (cpuNanos() - cpu));
          perSecond.add(stanzas.size() * 1e9 / (System.nanoTime() - begin));
        }
      }
    }
    System.out.println(
        Measured.of(Goal.G20, Numbers.median(perCore))
            .with("authors", AUTHORS)
            .with("perSecond", Numbers.median(perSecond))
            .toLine());
  }

  private List<byte[]> stanzas(List<Peers.Author> authors) throws Exception {
    List<byte[]> stanzas = new ArrayList<>();
    for (int i = 0; i < sizes.inbound(); i++) {
      int author = i % AUTHORS;
      Jid from = peers.users().get(author);
      Node enc =
          Node.builder("enc")
              .attribute("v", "2")
              .attribute("type", "msg")
              .bytes(authors.get(author).next(TEXT))
              .build();
      stanzas.add(
          codec.encode(
              Node.builder("message")
                  .attribute("id", "3EB0" + String.format("%016X", ++ids))
                  .attribute("from", from)
                  .attribute("t", System.currentTimeMillis() / 1000)
                  .attribute("type", "text")
                  .attribute("notify", "Somebody")
                  .child(enc)
                  .build()));
    }
    return stanzas;
  }

  private void feed(Account account, List<byte[]> stanzas) throws Exception {
    for (byte[] stanza : stanzas) {
      acquire(1);
      account.lane().execute(() -> account.messenger().onStanza(codec.decode(stanza)));
    }
    acquire(IN_FLIGHT);
    room.release(IN_FLIGHT);
  }

  private void acquire(int permits) throws InterruptedException {
    if (!room.tryAcquire(permits, WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The messages are not handed over.");
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
