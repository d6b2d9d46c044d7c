package org.amarula.supervision.internal.instance;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.Keys;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.messaging.Messenger;

/**
 * A messenger that is made when somebody needs it first, so that an account that never connects
 * holds none of its parts. Thread-safe where the messenger is.
 */
final class LazyMessenger implements Messenger {
  private final Supplier<Messenger> maker;
  private volatile Messenger made; // null until then; written under this
  private boolean closed; // guarded by this

  /**
   * A messenger yet to be made.
   *
   * @param maker makes it, once; must not wait
   */
  LazyMessenger(Supplier<Messenger> maker) {
    this.maker = maker;
  }

  private Messenger messenger() {
    Messenger ready = made;
    return ready == null ? make() : ready;
  }

  private synchronized Messenger make() {
    if (made == null) {
      Messenger fresh = maker.get();
      if (closed) {
        fresh.close();
      }
      made = fresh;
    }
    return made;
  }

  @Override
  public CompletionStage<Void> login(NodeStream stream, Credentials credentials) {
    return messenger().login(stream, credentials);
  }

  @Override
  public void onStanza(Node stanza) {
    messenger().onStanza(stanza);
  }

  @Override
  public CompletionStage<Void> refuse(Node stanza, String problem) {
    return messenger().refuse(stanza, problem);
  }

  @Override
  public void offline() {
    if (made != null) { // or it never was online
      made.offline();
    }
  }

  @Override
  public void credentialsChanged(Credentials credentials) {
    if (made != null) { // or the login will bring them
      made.credentialsChanged(credentials);
    }
  }

  @Override
  public CompletionStage<SendResult> send(Jid to, Content content, SendOptions options) {
    return messenger().send(to, content, options);
  }

  @Override
  public CompletionStage<SendResult> sendStatus(
      Collection<Jid> audience, Content content, SendOptions options) {
    return messenger().sendStatus(audience, content, options);
  }

  @Override
  public CompletionStage<Boolean> approveIdentity(Jid user) {
    return messenger().approveIdentity(user);
  }

  @Override
  public Groups groups() {
    return messenger().groups();
  }

  @Override
  public Keys keys() {
    return messenger().keys();
  }

  @Override
  public CompletionStage<Void> unlink() {
    return messenger().unlink();
  }

  @Override
  public void close() {
    Messenger ready;
    synchronized (this) {
      closed = true;
      ready = made;
    }
    if (ready != null) {
      ready.close();
    }
  }
}
