package org.amarula.messaging.internal.media;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.messaging.internal.async.Stages;
import org.amarula.messaging.internal.link.Link;

/**
 * The hosts that files are read from, in the order in which they are tried: the server tells them,
 * and for how long (spec/features.md 2.1). Holds nothing before the first file. Thread-safe.
 */
final class MediaHosts {
  private static final List<String> STANDARD = List.of("mmg.whatsapp.net");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
  private static final int MOST = 8;
  private static final long SHORTEST_SECONDS = 10;
  private static final long LONGEST_SECONDS = 86_400;

  private final ConnectionSettings settings;
  private final Clock clock;
  private List<String> known = List.of(); // guarded by this
  private Instant until = Instant.MIN; // guarded by this

  MediaHosts(ConnectionSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** The hosts, none when the server names none that may be read from; fails like a query. */
  CompletionStage<List<String>> find(Link link) {
    if (settings.mediaHostOverride().isPresent()) {
      return Stages.of(List.of(settings.mediaHostOverride().get()));
    }
    synchronized (this) {
      if (clock.instant().isBefore(until)) {
        return Stages.of(known);
      }
    }
    return link.stream().query(request()).thenApply(this::told);
  }

  /** Asks anew the next time. */
  synchronized void forget() {
    until = Instant.MIN;
  }

  private static Node request() {
    return Node.builder("iq")
        .attribute("xmlns", "w:m")
        .attribute("type", "set")
        .attribute("to", Jid.SERVER)
        .child(Node.of("media_conn"))
        .build();
  }

  private synchronized List<String> told(Node reply) {
    Node media = reply.child("media_conn").orElseGet(() -> Node.of("media_conn"));
    List<String> hosts =
        media.children("host").stream()
            .flatMap(host -> host.attribute("hostname").stream())
            .filter(name -> HOST.matcher(name).matches() && settings.mayReadFrom(name))
            .limit(MOST)
            .toList();
    long seconds = media.numberAttribute("ttl").orElse(0);
    long life = Math.max(SHORTEST_SECONDS, Math.min(seconds, LONGEST_SECONDS));
    known = hosts.isEmpty() ? STANDARD.stream().filter(settings::mayReadFrom).toList() : hosts;
    until = clock.instant().plusSeconds(life);
    return known;
  }
}
