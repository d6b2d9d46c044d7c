package org.amarula.shell.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.instance.PreKeyStatus;
import org.apache.felix.service.command.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows how an account stands with the keys that others begin sessions with. */
@Component(
    service = Function.class,
    immediate = true,
    property = {"osgi.command.scope=amarula", "osgi.command.function=prekeys"})
public final class PreKeysCommand extends ShellCommand {
  private final ConnectionFactory factory;
  private final Clock clock;

  /** The command over the API. */
  @Activate
  public PreKeysCommand(@Reference ConnectionFactory factory) {
    this(factory, Clock.systemUTC());
  }

  PreKeysCommand(ConnectionFactory factory, Clock clock) {
    super(
        Usage.of(
            "prekeys PROFILE",
            "Shows how an account stands with the keys that others begin sessions with."));
    this.factory = factory;
    this.clock = clock;
  }

  @Override
  void run(Arguments arguments, Output out) throws Exception {
    Profile profile = arguments.profile();
    PreKeyStatus status = Accounts.keys(factory, profile).preKeys();
    Instant now = clock.instant();
    if (out.json()) {
      out.fact(json(profile, status), "");
      return;
    }
    line(out, "next to be made", String.valueOf(status.next()));
    line(out, "not uploaded from", String.valueOf(status.firstUnuploaded()));
    line(out, "kept", String.valueOf(status.kept()));
    line(
        out,
        "at the server",
        status
            .server()
            .map(told -> told.count() + ", " + Ages.between(told.at(), now) + " ago")
            .orElse("not told since the connection began"));
    boolean known = status.signedSince().isAfter(Instant.EPOCH);
    String age = known ? ", made " + Ages.between(status.signedSince(), now) + " ago" : "";
    String confirmed = status.signedConfirmed() ? "" : ", not confirmed by the server";
    line(out, "signed pre-key", status.signedId() + age + confirmed);
  }

  private static void line(Output out, String name, String value) {
    out.text(String.format("%-18s %s", name, value));
  }

  private static Map<String, Object> json(Profile profile, PreKeyStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("profile", profile.name());
    json.put("next", status.next());
    json.put("firstUnuploaded", status.firstUnuploaded());
    json.put("kept", status.kept());
    status
        .server()
        .ifPresent(
            told -> {
              json.put("atServer", told.count());
              json.put("atServerTold", told.at().toString());
            });
    json.put("signedId", status.signedId());
    json.put("signedSince", status.signedSince().toString());
    json.put("signedConfirmed", status.signedConfirmed());
    return json;
  }
}
