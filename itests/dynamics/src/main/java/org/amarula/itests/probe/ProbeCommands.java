package org.amarula.itests.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * What a consumer does, as texts. A failure answers {@code failed CLASS MESSAGE}; a stage that does
 * not complete within a minute answers {@code hung}.
 */
final class ProbeCommands implements Function<List<String>, String> {
  private static final long PATIENCE_SECONDS = 60;

  private final BundleContext context;
  private final ProbeAccounts accounts;

  ProbeCommands(BundleContext context) {
    this.context = context;
    this.accounts = new ProbeAccounts(context);
  }

  @Override
  public String apply(List<String> line) {
    List<String> rest = line.subList(1, line.size());
    try {
      return switch (line.get(0)) {
        case "declare" -> accounts.declare(rest.get(0), rest.subList(1, rest.size()));
        case "undeclare" -> accounts.undeclare(rest.get(0));
        case "list" -> withFactory(ProbeCommands::list);
        case "start" -> withFactory(factory -> start(factory, rest));
        case "stop" -> withFactory(factory -> stop(factory, rest.get(0)));
        case "send" -> withFactory(factory -> send(factory, rest));
        default -> throw new IllegalArgumentException("No command " + line.get(0));
      };
    } catch (Exception e) { // the answer tells it
      return "failed " + e.getClass().getSimpleName() + " " + e.getMessage();
    }
  }

  /** A use of the factory. */
  private interface Use {
    String of(ConnectionFactory factory) throws Exception;
  }

  private String withFactory(Use use) throws Exception {
    ServiceReference<ConnectionFactory> reference =
        context.getServiceReference(ConnectionFactory.class);
    ConnectionFactory factory = reference == null ? null : context.getService(reference);
    if (factory == null) {
      return "failed NoFactory";
    }
    try {
      return use.of(factory);
    } finally {
      unget(reference);
    }
  }

  private void unget(ServiceReference<?> reference) {
    try {
      context.ungetService(reference);
    } catch (IllegalStateException e) {
      return; // this bundle was stopped in between, which gave it back
    }
  }

  private static String list(ConnectionFactory factory) {
    return factory.instances().stream().map(ProbeCommands::line).collect(Collectors.joining("\n"));
  }

  private static String line(InstanceStatus status) {
    return status.profile().name() + "\t" + status.instanceId() + "\t" + status.state().text();
  }

  private static String start(ConnectionFactory factory, List<String> rest) {
    Map<String, String> settings = new HashMap<>(); // all at once: some are bound to the url
    for (int i = 1; i < rest.size(); i += 2) {
      settings.put(rest.get(i), rest.get(i + 1));
    }
    settings.put("profile", rest.get(0));
    return "ok " + factory.start(ConnectionSettings.of(settings)).instanceId();
  }

  private static String stop(ConnectionFactory factory, String profile) throws Exception {
    return "ok " + wait(factory.stop(connection(factory, profile).instanceId()));
  }

  private static String send(ConnectionFactory factory, List<String> rest) throws Exception {
    Connection from = connection(factory, rest.get(0));
    Object result = wait(from.send(Jid.ofPhone(rest.get(1)), new Text(rest.get(2))));
    if (result instanceof SendResult.Accepted accepted) {
      return "accepted " + accepted.id();
    } else if (result instanceof SendResult.OutcomeUnknown unknown) {
      return "unknown " + unknown.id();
    }
    return String.valueOf(result);
  }

  private static Connection connection(ConnectionFactory factory, String profile) {
    return factory.findByProfile(Profile.of(profile)).orElseThrow();
  }

  private static Object wait(CompletionStage<?> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return "failed " + e.getCause().getClass().getSimpleName() + " " + e.getCause().getMessage();
    } catch (TimeoutException e) {
      return "hung";
    }
  }
}
