package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads do not grow with accounts. Prints what {@code -Didle.accounts=N} idle accounts cost, the
 * sandbox's side of each included, since it lives in the same process here.
 */
class IdleAccountsTest {
  private static final int ACCOUNTS = Integer.getInteger("idle.accounts", 20);
  private static final int WARM_UP = 5;

  @TempDir Path data;

  @Test
  void threadsDoNotGrowWithAccounts() {
    try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
        Stack stack = new Stack(sandbox, data)) {
      List<Account> accounts = new ArrayList<>();
      for (int i = 0; i < WARM_UP; i++) {
        accounts.add(stack.pair("warm-" + i));
      }
      int threadsBefore = Thread.activeCount();
      long heapBefore = heap();

      for (int i = 0; i < ACCOUNTS; i++) {
        accounts.add(stack.pair("idle-" + i));
      }

      int threads = Thread.activeCount();
      System.out.printf(
          "idle accounts: %d, threads %d (ours %d), heap per account with its sandbox side %d KiB%n",
          ACCOUNTS, threads, Threads.ours().size(), (heap() - heapBefore) / ACCOUNTS / 1024);
      assertThat(stack.factory().instances()).hasSize(WARM_UP + ACCOUNTS);
      // Pools fill up to their fixed sizes meanwhile; one thread an account would be far beyond.
      assertThat(threads).isLessThan(threadsBefore + Math.max(16, ACCOUNTS / 2));
      assertThat(Threads.ours().size()).isLessThan(40);
    }
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
