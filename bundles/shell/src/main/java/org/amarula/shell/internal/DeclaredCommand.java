package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.connection.DeclarationState;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.connection.DeclaredAccounts;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Lists the accounts that configurations declare, refused ones included. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=declared"})
public final class DeclaredCommand extends ShellCommand {
  private final DeclaredAccounts declared;

  /** The command over the API. */
  @Activate
  public DeclaredCommand(@Reference DeclaredAccounts declared) {
    super(
        Usage.of(
            "declared", "Lists the accounts that configurations declare, refused ones included."));
    this.declared = declared;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    for (DeclarationStatus status : declared.declarations()) {
      out.fact(json(status), line(status));
    }
  }

  /** Whether a list of what runs would not show what became of it. */
  static boolean needsAttention(DeclarationStatus status) {
    return status.state() != DeclarationState.RUNNING && status.state() != DeclarationState.ENDED;
  }

  static String line(DeclarationStatus status) {
    String why = status.detail().isEmpty() ? "" : " - " + status.detail();
    return "declared "
        + status.profile()
        + " ("
        + status.pid()
        + ") "
        + status.state().text()
        + why;
  }

  private static Map<String, Object> json(DeclarationStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pid", status.pid());
    json.put("profile", status.profile());
    json.put("state", status.state().text());
    if (!status.detail().isEmpty()) {
      json.put("message", status.detail());
    }
    return json;
  }
}
