package org.amarula.shell.internal;

import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the stored profiles, running or not. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=profiles"})
public final class ProfilesCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public ProfilesCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("profiles", "Lists the stored profiles, running or not."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    for (Profile profile : factory.profiles()) {
      boolean running = factory.findByProfile(profile).isPresent();
      out.fact(
          Map.of("profile", profile.name(), "running", running),
          profile + (running ? " (running)" : ""));
    }
  }
}
