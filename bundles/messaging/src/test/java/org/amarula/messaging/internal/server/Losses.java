package org.amarula.messaging.internal.server;

import org.amarula.api.storage.Batch;
import org.amarula.messaging.internal.store.Tables;

/** What devices lose. */
public final class Losses {
  private final ScriptedServer server;

  /** Of devices of this server. */
  public Losses(ScriptedServer server) {
    this.server = server;
  }

  /** Loses all sessions, as if their rows had vanished. */
  public void sessions(TestDevice device) {
    Batch.Builder batch = Batch.builder();
    device
        .storage()
        .scan(Tables.SESSION, "", "", 1000)
        .keySet()
        .forEach(key -> batch.delete(Tables.SESSION, key));
    server.steps().await(device.storage().commit(batch.build()));
  }

  /** Loses everything, and is linked anew under its old name: another identity. */
  public TestDevice everything(TestDevice device) {
    device.stop();
    device.wipe();
    device.storage().close();
    return server.device(device.pn().user(), device.pn().device());
  }
}
