package org.amarula.sandbox.internal.iq;

import java.util.function.Supplier;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code w:m}: where media goes, and the token for it (spec features.md 2.1). */
public final class MediaConnection implements StanzaHandler {
  private static final int LIFE = 300;

  private final MediaStore store;
  private final Supplier<String> host;

  /** Hands out tokens of this store and this host and port. */
  public MediaConnection(MediaStore store, Supplier<String> host) {
    this.store = store;
    this.host = host;
  }

  @Override
  public void handle(Party from, Node iq) {
    iq.requireChild("media_conn");
    Node primary =
        Node.builder("host").attribute("hostname", host.get()).attribute("type", "primary").build();
    from.send(
        Answers.result(
            iq,
            Node.builder("media_conn")
                .attribute("auth", store.newToken())
                .attribute("ttl", LIFE)
                .attribute("auth_ttl", LIFE * 2)
                .attribute("max_buckets", 12)
                .child(primary)
                .build()));
  }
}
