package org.amarula.sandbox.internal.shell;

import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Holds the server that the commands started, at most one, and registers it as a service while it
 * runs. Thread-safe; the server ends with the bundle.
 */
@Component(service = SandboxHolder.class, immediate = true)
public final class SandboxHolder {
  private final BundleContext context;
  private final AtomicReference<Running> running = new AtomicReference<>();

  /** Starts without a server. */
  @Activate
  public SandboxHolder(BundleContext context) {
    this.context = context;
  }

  SandboxServer start(SandboxOptions options) {
    if (running.get() != null) {
      throw new CommandFailure("sandbox-running", "A sandbox server runs already.");
    }
    SandboxServer server = SandboxServer.start(options);
    Running started = new Running(server);
    if (!running.compareAndSet(null, started)) {
      server.close();
      throw new CommandFailure("sandbox-running", "A sandbox server runs already.");
    }
    started.register(context);
    return server;
  }

  SandboxServer require() {
    return Optional.ofNullable(running.get())
        .orElseThrow(
            () -> new CommandFailure("no-sandbox", "No sandbox server runs; use sandbox-start."))
        .server;
  }

  /** Stops the server; false when none runs. */
  boolean stop() {
    Running stopped = running.getAndSet(null);
    if (stopped == null) {
      return false;
    }
    stopped.end();
    return true;
  }

  /** Ends with the bundle. */
  @Deactivate
  public void deactivate() {
    stop();
  }

  private static final class Running {
    private final SandboxServer server;
    private ServiceRegistration<SandboxServer> registration;

    Running(SandboxServer server) {
      this.server = server;
    }

    void register(BundleContext context) {
      Hashtable<String, Object> properties = new Hashtable<>();
      properties.put("url", server.url());
      properties.put("rootPublicKey", server.rootPublicKey());
      server
          .chatCertificate()
          .ifPresent(path -> properties.put("chatCertificate", path.toString()));
      ServiceRegistration<SandboxServer> made =
          context.registerService(SandboxServer.class, server, properties);
      synchronized (this) {
        registration = made;
      }
    }

    void end() {
      ServiceRegistration<SandboxServer> made;
      synchronized (this) {
        made = registration;
      }
      if (made != null) {
        made.unregister();
      }
      server.close();
    }
  }
}
