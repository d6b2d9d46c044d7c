package org.amarula.messaging.internal.model;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;

/** The connection child of a process: its messenger, its lane, and one stream after the other. */
final class ModelChild {
  private final World world;
  private final ModelDevice device;
  private final ModelProcess process;
  private final Executor lane;
  private final Fence fence;
  private final Messenger messenger;
  private ModelStream stream;
  private boolean alive = true;

  ModelChild(World world, ModelDevice device, ModelProcess process) {
    this.world = world;
    this.device = device;
    this.process = process;
    this.lane = World.whileAlive(this::isAlive, world.server().steps().lane());
    this.fence = new Fence(process.storage());
    this.messenger =
        device
            .factory()
            .create(
                new MessengerContext(
                    ConnectionSettings.of(device.toString()),
                    fence,
                    device.factory().accounts(process.storage()),
                    process::sentMessages,
                    process.senders(),
                    process.custodians(),
                    process.inbox(),
                    process.outbox(),
                    event -> device.hear(event),
                    lane,
                    process.workers(),
                    process.timer(),
                    world.server().clock()));
  }

  boolean isAlive() {
    return alive && process.isAlive();
  }

  boolean isConnected() {
    return stream != null && !stream.isOver();
  }

  Messenger messenger() {
    return messenger;
  }

  ModelStream stream() {
    return stream;
  }

  /** Logs in on a new stream, unless there is one. */
  void login() {
    if (!isAlive() || isConnected()) {
      return;
    }
    ModelStream opened = new ModelStream(world, device, lane, messenger::offline);
    stream = opened;
    lane.execute(
        () ->
            messenger
                .login(opened, device.credentials())
                .whenComplete(
                    (none, error) -> {
                      if (error != null) {
                        opened.cut();
                      }
                    }));
  }

  /** The socket ends. */
  void cut() {
    if (stream != null) {
      stream.cut();
    }
  }

  /** The child crashes; completes when nothing of it is being written any more. */
  CompletionStage<Void> crash() {
    alive = false;
    cut();
    CompletionStage<Void> quiet = fence.revoke();
    process
        .workers()
        .execute(
            () -> {
              messenger.close();
              if (stream != null) {
                stream.failWaiting();
              }
            });
    return quiet;
  }
}
