package org.amarula.shell.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.event.PairingQr;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Draws the code that the phone scans. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=pair"})
public final class PairCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final EventLog log;

  /** The command over the API. */
  @Activate
  public PairCommand(@Reference ConnectionFactory factory, @Reference EventLog log) {
    super(
        Usage.of("pair PROFILE [--follow] [--timeout S]", "Draws the code that the phone scans.")
            .withOption("timeout", "how many seconds to wait for a code, 10 by default")
            .withFlag("follow", "stays, and redraws each new code until the account is paired"));
    this.factory = factory;
    this.log = log;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    if (Accounts.status(factory, profile).ownAddress().isPresent()) {
      throw new CommandFailure("already-paired", "Account '" + profile + "' is paired already.");
    }
    Duration patience = Duration.ofSeconds(arguments.seconds("timeout", 10));
    String shown = show(profile, "", patience, out);
    while (arguments.has("follow")
        && Accounts.status(factory, profile).ownAddress().isEmpty()
        && !Accounts.status(factory, profile).state().terminal()) {
      shown = show(profile, shown, Duration.ofMinutes(2), out);
    }
  }

  // Waits for a code other than the one shown last, and shows it.
  private String show(Profile profile, String before, Duration patience, Output out)
      throws InterruptedException {
    Optional<String> next = log.await(patience, () -> next(profile, before));
    if (next.isEmpty() && before.isEmpty()) {
      String state = Accounts.status(factory, profile).state().text();
      throw new CommandFailure(
          "no-code", "Account '" + profile + "' is " + state + " and shows no code.");
    }
    String qr = next.orElse("");
    if (!qr.isEmpty()) {
      Map<String, Object> fact = new LinkedHashMap<>();
      fact.put("event", "qr");
      fact.put("profile", profile.name());
      fact.put("qr", qr);
      out.fact(fact, QrDrawing.of(qr));
    }
    return qr.isEmpty() ? before : qr;
  }

  // An empty text says that no code will follow.
  private Optional<String> next(Profile profile, String before) {
    Optional<String> current =
        log.currentQr(profile).map(PairingQr::qr).filter(qr -> !qr.equals(before));
    boolean over =
        Accounts.status(factory, profile).ownAddress().isPresent()
            || Accounts.status(factory, profile).state().terminal();
    return current.isEmpty() && over && !before.isEmpty() ? Optional.of("") : current;
  }
}
