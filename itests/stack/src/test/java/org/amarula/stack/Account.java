package org.amarula.stack;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.content.Text;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.sandbox.report.Scan;

/** One running account, as its consumer sees it, and the phone that it is linked to. */
record Account(ConnectionFactory factory, Profile profile, Events events, Scan scan) {
  Connection connection() {
    return factory.findByProfile(profile).orElseThrow();
  }

  ConnectionSupervisor supervisor() {
    return factory.supervisor(connection().instanceId()).orElseThrow();
  }

  String phone() {
    return scan.phone();
  }

  /** Sends a text that the server has to accept. */
  String send(Account to, String text) {
    return send(Jid.ofPhone(to.phone()), text);
  }

  String send(Jid to, String text) {
    SendResult result = join(connection().send(to, new Text(text)));
    if (result instanceof SendResult.Accepted accepted) {
      return accepted.id();
    }
    throw new AssertionError(profile + " was not accepted: " + result);
  }

  static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  void stop() {
    join(factory.stop(connection().instanceId()));
  }
}
