package org.amarula.messaging.internal.model;

import java.util.HashMap;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.store.Tables;

/**
 * Devices after their first login, with their pre-keys: made once, since that takes longer than the
 * rest of a run. Each is made from a seed of its own, so that no run depends on another.
 */
final class Nursery {
  private static final Map<String, Grown> READY = new HashMap<>();

  private Nursery() {}

  /** What a grown device has on its disk, and what it has uploaded. */
  record Grown(Map<Namespace, Map<String, Bytes>> rows, Node upload) {
    void copyTo(ProfileStorage disk) {
      Batch.Builder batch = Batch.builder();
      rows.forEach((table, all) -> all.forEach((key, value) -> batch.put(table, key, value)));
      disk.commit(batch.build()).toCompletableFuture().join();
    }
  }

  static Grown device(String user, int id) {
    return READY.computeIfAbsent(user + "." + id, name -> grow(user, id));
  }

  private static Grown grow(String user, int id) {
    World world = new World(Long.parseLong(user) * 100 + id, Planted.NONE);
    if (id != 0) {
      world.server().add(ModelDevice.fresh(world, user, 0));
    }
    ModelDevice device = ModelDevice.fresh(world, user, id);
    world.server().add(device);
    device.start();
    world.server().steps().run();
    Node upload =
        world.server().queries(device).stream()
            .filter(iq -> iq.child("list").isPresent())
            .findFirst()
            .orElseThrow();
    Map<Namespace, Map<String, Bytes>> rows = new HashMap<>();
    for (Namespace table : new Namespace[] {Tables.ACCOUNT, Tables.PRE_KEY}) {
      rows.put(table, device.disk().scan(table, "", "", 10_000));
    }
    return new Grown(rows, upload);
  }
}
