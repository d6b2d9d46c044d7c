package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.jid.Jid;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Approves a contact's new identities. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=trust"})
public final class TrustCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public TrustCommand(@Reference ConnectionFactory factory) {
    super(
        Usage.of(
            "trust PROFILE USER",
            "Approves the new identities of a contact's devices, so that identity.policy=strict"
                + " lets messages go to them again; USER is a number or an address."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    Jid user = Accounts.address(arguments.required(1, "USER"));
    boolean approved = await(Accounts.connection(factory, profile).approveIdentity(user));
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("event", "identity-approval");
    fact.put("profile", profile.name());
    fact.put("user", user.toString());
    fact.put("approved", approved);
    out.fact(fact, approved ? "approved" : "nothing waited for approval");
  }
}
