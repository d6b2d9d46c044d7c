package org.amarula.storage.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.StorageInUseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTest {
  private static final int THREADS = 4;
  private static final int TIMES = 100;

  @TempDir Path directory;
  private final AtomicInteger holders = new AtomicInteger();

  @Test
  void whoeverComesWhileItIsGivenBackFindsItInUseOrFree() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(threads.submit(this::comeAndGo));
    }

    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
  }

  private Void comeAndGo() throws IOException {
    int held = 0;
    while (held < TIMES) {
      try (DirectoryLock lock = DirectoryLock.acquire(new StorageFiles(directory))) {
        assertThat(lock).isNotNull();
        assertThat(holders.incrementAndGet()).isEqualTo(1);
        holders.decrementAndGet();
        held++;
      } catch (StorageInUseException e) {
        Thread.yield(); // the only refusal that there may be
      }
    }
    return null;
  }
}
