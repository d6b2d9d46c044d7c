package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.SendResult;
import org.amarula.api.content.Text;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sends a text; TO is a phone number or an address. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=send"})
public final class SendCommand extends ShellCommand {
  private final ConnectionFactory factory;

  /** The command over the API. */
  @Activate
  public SendCommand(@Reference ConnectionFactory factory) {
    super(Usage.of("send PROFILE TO TEXT", "Sends a text; TO is a phone number or an address."));
    this.factory = factory;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Connection connection = Accounts.connection(factory, arguments.profile());
    String to = arguments.required(1, "TO");
    arguments.required(2, "TEXT");
    Text text = new Text(String.join(" ", arguments.rest(2)));
    SendResult result = await(connection.send(Accounts.address(to), text));
    Map<String, Object> fact = new LinkedHashMap<>();
    if (result instanceof SendResult.Accepted accepted) {
      fact.put("result", "accepted");
      fact.put("id", accepted.id());
      out.fact(fact, "Accepted by the server: " + accepted.id());
    } else if (result instanceof SendResult.Rejected rejected) {
      fact.put("result", "rejected");
      fact.put("id", rejected.id());
      fact.put("code", rejected.code());
      out.fact(fact, "Rejected by the server: " + rejected.code() + " " + rejected.reason());
    } else {
      fact.put("result", "unknown");
      fact.put("id", result.id());
      out.fact(fact, "Written, but not acknowledged: " + result.id());
    }
  }
}
