package org.amarula.chaos.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.amarula.itests.harness.EmbeddedFelix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The process under test: a plain Felix with all bundles and the agent. Ends when the agent has
 * ended, with status 0, or with 1 when the run broke off.
 */
public final class UnderTest {
  private static final String SUPERVISION = "org.amarula.supervision";

  private UnderTest() {}

  /** The argument is a directory for data; all else are the agent's system properties. */
  public static void main(String[] arguments) throws Exception {
    try (EmbeddedFelix felix = EmbeddedFelix.install(Path.of(arguments[0]), "felix")) {
      play(felix);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The run broke off.", e);
    }
    System.exit(0); // whatever thread may be left is not what this is about
  }

  private static void play(EmbeddedFelix felix)
      throws IOException,
          BundleException,
          InvalidSyntaxException,
          InterruptedException,
          ExecutionException,
          TimeoutException {
    List<String> others = felix.all().stream().filter(name -> !name.equals(SUPERVISION)).toList();
    felix.start(others);
    Consumer<String> updater = name -> felix.update(List.of(name));
    felix
        .context()
        .registerService(Consumer.class, updater, new Hashtable<>(Map.of("chaos.update", true)));
    Bundle agent = felix.context().installBundle("chaos-agent", AgentJar.open());
    agent.start();
    felix.start(SUPERVISION);
    end(felix.context()).get(Long.getLong("chaos.limit.seconds"), TimeUnit.SECONDS);
  }

  private static CompletableFuture<?> end(BundleContext context) throws InvalidSyntaxException {
    ServiceReference<?>[] found =
        context.getServiceReferences(CompletableFuture.class.getName(), "(chaos.end=true)");
    return (CompletableFuture<?>) context.getService(found[0]);
  }
}
