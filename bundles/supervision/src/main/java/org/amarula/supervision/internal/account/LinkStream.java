package org.amarula.supervision.internal.account;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamListener;

/** Passes on what one stream tells, as long as it is the link's current one. */
final class LinkStream implements StreamListener {
  private final Link link;
  private NodeStream own;

  LinkStream(Link link) {
    this.link = link;
  }

  void use(NodeStream stream) {
    own = stream;
  }

  @Override
  public void onState(ConnectionState state) {
    if (link.isCurrent(own)) {
      link.to(state);
    }
  }

  @Override
  public void onQr(String qr, Instant expiresAt) {
    if (link.isCurrent(own)) {
      link.events().deliver(new PairingQr(qr, expiresAt));
    }
  }

  @Override
  public CompletionStage<Void> onCredentials(Credentials changed, boolean paired) {
    if (link.isCurrent(own)) {
      return link.changed(changed, paired);
    }
    return CompletableFuture.failedFuture(new IllegalStateException("The stream is out of use."));
  }

  @Override
  public void onLoggedIn(Instant serverTime) {
    if (link.isCurrent(own)) {
      link.loggedIn(own);
    }
  }

  @Override
  public void onStanza(Node stanza) {
    if (link.isCurrent(own)) {
      link.messenger().onStanza(stanza);
    }
  }

  @Override
  public void onMalformed(String problem) {
    if (link.isCurrent(own)) {
      link.events().deliver(new StanzaRejected("", "", problem));
    }
  }

  @Override
  public void onEnd(DisconnectReason reason) {
    link.streamEnded(own, reason);
  }
}
