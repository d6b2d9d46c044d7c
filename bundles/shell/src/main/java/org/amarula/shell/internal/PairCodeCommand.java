package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.event.PairingCode;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks for the code that a person types on the phone. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=pair-code"})
public final class PairCodeCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public PairCodeCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
                "pair-code PROFILE PHONE [--code CODE]",
                "Asks for a code that links this account when it is typed on the phone with the"
                    + " number PHONE: linked devices, link with phone number.")
            .withOption("code", "eight characters, digits 1-9 and letters but no I, O and U"));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    String phone = arguments.required(1, "PHONE");
    String chosen = arguments.option("code", "");
    Connection connection = Accounts.connection(factory, profile);
    CompletionStage<PairingCode> asked =
        chosen.isEmpty()
            ? connection.requestPairingCode(phone)
            : connection.requestPairingCode(phone, chosen);
    PairingCode code = await(asked);
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("event", "pairing-code");
    fact.put("profile", profile.name());
    fact.put("code", code.display());
    fact.put("expiresAt", code.expiresAt().toString());
    out.fact(fact, code.display());
    out.text("Type it on the phone before " + code.expiresAt() + ".");
  }
}
