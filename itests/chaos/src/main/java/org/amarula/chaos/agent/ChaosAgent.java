package org.amarula.chaos.agent;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Runs the chaos on a thread of its own and registers a {@link CompletableFuture} that completes at
 * its end.
 */
public final class ChaosAgent implements BundleActivator {
  /** The property of the future's registration. */
  public static final String MARK = "chaos.end";

  private Thread thread;

  @Override
  public void start(BundleContext context) throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Run run = new Run(context, Settings.read());
    run.prepare();
    context.registerService(
        CompletableFuture.class.getName(), end, new Hashtable<>(Map.of(MARK, true)));
    thread =
        new Thread(
            () -> {
              try {
                run.play();
                end.complete(null);
              } catch (Exception | Error e) {
                end.completeExceptionally(e);
              } finally {
                run.close();
              }
            },
            "chaos");
    thread.start();
  }

  @Override
  public void stop(BundleContext context) {
    thread.interrupt();
  }
}
