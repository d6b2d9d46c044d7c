package org.amarula.supervision.internal.account;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.event.PairingCodeEnded;
import org.amarula.api.event.PairingCodeIssued;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.connection.StreamListener;

/**
 * Passes on what one stream tells, as long as it is the link's current one. What fails behind it is
 * the crash of the connection child, and not one of the stream.
 */
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
    inUse(() -> link.to(state));
  }

  @Override
  public void onQr(String qr, Instant expiresAt) {
    inUse(() -> link.events().deliver(new PairingQr(qr, expiresAt)));
  }

  @Override
  public void onPairingCode(PairingCode code) {
    inUse(() -> link.events().deliver(new PairingCodeIssued(code)));
  }

  @Override
  public void onPairingCodeEnd(PairingCodeEnd end) {
    inUse(() -> link.events().deliver(new PairingCodeEnded(end)));
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
    inUse(() -> link.loggedIn(own));
  }

  @Override
  public void onStanza(Node stanza) {
    inUse(() -> link.stanzas().pass(stanza));
  }

  @Override
  public void onMalformed(String problem) {
    inUse(() -> link.events().deliver(new StanzaRejected("", "", problem)));
  }

  @Override
  public void onEnd(DisconnectReason reason) {
    guarded(() -> link.streamEnded(own, reason));
  }

  private void inUse(Runnable task) {
    if (link.isCurrent(own)) {
      guarded(task);
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // told at once: the stream must not take it for its own
      link.crashed(e);
    }
  }
}
