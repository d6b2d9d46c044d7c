package org.amarula.messaging.internal.login;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.StorageException;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.PreKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows {@code <success>}, in the order of spec/transport.md 9. Stateless. */
public final class Login {
  private static final Logger LOG = LoggerFactory.getLogger(Login.class);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration SHIFT = Duration.ofDays(3);

  private final PreKeys preKeys;
  private final ConnectionSettings settings;
  private final Clock clock;

  /** A login with what it needs. */
  public Login(PreKeys preKeys, ConnectionSettings settings, Clock clock) {
    this.preKeys = preKeys;
    this.settings = settings;
    this.clock = clock;
  }

  /** Steps 2 and 3; completes when the account is active. */
  public CompletionStage<Void> activate(Link link) {
    return tolerated("The number of pre-keys", () -> preKeys.ensure(link))
        .thenCompose(none -> link.stream().query(active()))
        .thenAccept(reply -> {});
  }

  /** Steps 4 and 5, whose failures are left alone. */
  public CompletionStage<Void> finish(Link link) {
    return tolerated("The digest of the pre-keys", () -> preKeys.checkDigest(link))
        .thenCompose(none -> lookAfter(link))
        .thenCompose(none -> query(link, "props", iq("abt").child(props())))
        .thenCompose(none -> query(link, "privacy", iq("privacy").child(Node.of("privacy"))))
        .thenCompose(none -> query(link, "blocklist", iq("blocklist")))
        .thenCompose(none -> presence(link))
        .thenCompose(none -> link.answer(unifiedSession(link)));
  }

  /** Renews the signed pre-key when it is due: also for an account that stays online. */
  public CompletionStage<Void> lookAfter(Link link) {
    return tolerated("The signed pre-key's renewal", () -> preKeys.renewSigned(link));
  }

  private CompletionStage<Void> query(Link link, String name, NodeBuilder iq) {
    return tolerated("The query for " + name, () -> link.stream().query(iq.build()));
  }

  // A failing store is no query's failure: the login must not go on without its keys.
  private static <T> CompletionStage<Void> tolerated(
      String name, Supplier<CompletionStage<T>> step) {
    return Stages.begin(step)
        .handle(
            (value, error) -> {
              if (error == null) {
                return Stages.done();
              }
              Throwable cause = Stages.cause(error);
              if (cause instanceof StorageException) {
                return Stages.<Void>failed(cause);
              }
              LOG.info("{} failed after the login: {}", name, cause.getMessage());
              return Stages.done();
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Void> presence(Link link) {
    String name = link.credentials().pushName().replace("@", ""); // 9.5
    if (name.isEmpty()) {
      return Stages.done();
    }
    return link.answer(
        Node.builder("presence")
            .attribute("name", name)
            .attribute("type", settings.markOnline() ? "available" : "unavailable")
            .build());
  }

  private Node unifiedSession(Link link) {
    long now = clock.millis() + link.stream().clockOffset().toMillis();
    long id = Math.floorMod(now + SHIFT.toMillis(), WEEK.toMillis()); // 9.7
    return Node.builder("ib")
        .child(Node.builder("unified_session").attribute("id", Long.toString(id)).build())
        .build();
  }

  private static Node active() {
    return Node.builder("iq")
        .attribute("xmlns", "passive")
        .attribute("type", "set")
        .attribute("to", Jid.SERVER)
        .child(Node.of("active"))
        .build();
  }

  private static Node props() {
    return Node.builder("props").attribute("protocol", "1").build();
  }

  private static NodeBuilder iq(String namespace) {
    return Node.builder("iq")
        .attribute("xmlns", namespace)
        .attribute("type", "get")
        .attribute("to", Jid.SERVER);
  }
}
