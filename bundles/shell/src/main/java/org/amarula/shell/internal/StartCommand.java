package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionSettings;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Starts an account; connects unless connect=false. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=start"})
public final class StartCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public StartCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
            "start PROFILE [key=value ...]", "Starts an account; connects unless connect=false."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : arguments.rest(1)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw arguments.misused("'" + word + "' is not of the form key=value");
      }
      settings.put(word.substring(0, equals), word.substring(equals + 1));
    }
    settings.put("profile", arguments.profile().name());
    Connection connection = factory.start(ConnectionSettings.of(settings));
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("profile", connection.profile().name());
    fact.put("instanceId", connection.instanceId().value());
    fact.put("state", connection.state().text());
    out.fact(fact, "Account " + connection.profile() + " runs, " + connection.instanceId() + ".");
  }
}
