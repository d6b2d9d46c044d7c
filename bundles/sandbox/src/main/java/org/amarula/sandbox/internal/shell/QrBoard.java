package org.amarula.sandbox.internal.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.event.Event;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.osgi.service.component.annotations.Component;

/** The codes that our own accounts show now, so that one can be scanned by its profile. */
@Component(
    service = {QrBoard.class, ConnectionListener.class},
    immediate = true,
    property = ConnectionListener.PROFILE + "=*")
public final class QrBoard implements ConnectionListener {
  private final Map<String, String> codes = new HashMap<>(); // guarded by this

  @Override
  public synchronized CompletionStage<Void> onEvent(Connection connection, Event event) {
    String profile = connection.profile().name();
    if (event instanceof PairingQr code) {
      codes.put(profile, code.qr());
    } else if (event instanceof StateChanged change && change.state() != ConnectionState.PAIRING) {
      codes.remove(profile); // a code dies with its connection
    }
    notifyAll();
    return CompletableFuture.completedFuture(null);
  }

  /** The code of a profile; waits for one as long as a started account needs to show it. */
  synchronized String await(String profile, long seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!codes.containsKey(profile)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new CommandFailure("no-code", "Account '" + profile + "' shows no code.");
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("interrupted", "The command was interrupted.");
      }
    }
    return codes.get(profile);
  }
}
