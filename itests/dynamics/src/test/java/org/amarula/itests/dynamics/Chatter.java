package org.amarula.itests.dynamics;

import java.util.List;
import java.util.Random;

/** Keeps the accounts chatting until closed: by their phones, and by their connections. */
final class Chatter implements AutoCloseable {
  private final Mail mail;
  private final List<String> profiles;
  private final Random random;
  private final Thread[] threads = new Thread[2];
  private volatile boolean closed;
  private volatile Throwable failure;

  Chatter(Mail mail, List<String> profiles, long seed) {
    this.mail = mail;
    this.profiles = profiles;
    this.random = new Random(seed);
    threads[0] = new Thread(() -> talk(mail::byPhone), "test-phones");
    threads[1] = new Thread(() -> talk(mail::byAccount), "test-accounts");
    for (Thread thread : threads) {
      thread.start();
    }
  }

  /** One way to send. */
  private interface Way {
    void send(String from, String to);
  }

  private void talk(Way way) {
    try {
      while (!closed) {
        int from = random.nextInt(profiles.size());
        int to = (from + 1 + random.nextInt(profiles.size() - 1)) % profiles.size();
        way.send(profiles.get(from), profiles.get(to));
        rest();
      }
    } catch (RuntimeException | Error e) {
      failure = e; // told by close
    }
  }

  // A steady pace: a flood would measure the machine.
  private synchronized void rest() {
    try {
      wait(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new AssertionError("The chat broke off.", failure);
    }
  }
}
