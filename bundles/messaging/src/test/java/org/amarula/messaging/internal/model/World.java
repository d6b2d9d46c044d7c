package org.amarula.messaging.internal.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.KeyPairSource;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SignalProtocol;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.storage.MemoryStorage;

/** What all parts of one run share: chance, time, threads, the server, and who watches. */
final class World {
  private static final int TRACE = 4000;

  private final Random chance;
  private final SeededRandom keys;
  private final Planted planted;
  private final ScriptedServer server;
  private final MemoryStorage disks = new MemoryStorage();
  private final Figures figures = new Figures();
  private final Judge judge = new Judge(this);
  private final Deque<String> trace = new ArrayDeque<>();
  private final List<ModelDevice> devices = new ArrayList<>();
  private boolean stormy;

  World(long seed, Planted planted) {
    this.chance = new Random(seed * 0x9E3779B97F4A7C15L + 7);
    this.keys = new SeededRandom(seed);
    this.planted = planted;
    this.server = new ScriptedServer(keys);
  }

  Random chance() {
    return chance;
  }

  /** Whether something happens that happens once in so many times, and only in a storm. */
  boolean strikes(int oneIn) {
    return stormy && chance.nextInt(oneIn) == 0;
  }

  SeededRandom keys() {
    return keys;
  }

  Planted planted() {
    return planted;
  }

  ScriptedServer server() {
    return server;
  }

  MemoryStorage disks() {
    return disks;
  }

  Figures figures() {
    return figures;
  }

  Judge judge() {
    return judge;
  }

  List<ModelDevice> devices() {
    return devices;
  }

  /** Whether anything goes wrong. */
  boolean isStormy() {
    return stormy;
  }

  void storm(boolean on) {
    stormy = on;
  }

  /** Notes what was done, for whoever must understand a failure. */
  void note(String line) {
    trace.add(line);
    if (trace.size() > TRACE) {
      trace.remove();
    }
  }

  List<String> trace() {
    return List.copyOf(trace);
  }

  /** An executor whose tasks are dropped once their owner is gone. */
  static Executor whileAlive(BooleanSupplier alive, Executor executor) {
    return task ->
        executor.execute(
            () -> {
              if (alive.getAsBoolean()) {
                task.run();
              }
            });
  }

  /** Ciphers whose keys come from the seed, on the clock of the run. */
  SignalProtocol signal() {
    return new SignalProtocol() {
      @Override
      public SessionCipher sessions(LocalIdentity local) {
        return new SessionCipher(local, KeyPairSource.random(keys), server.clock());
      }

      @Override
      public GroupCipher groups() {
        return new GroupCipher(KeyPairSource.random(keys), keys);
      }
    };
  }
}
