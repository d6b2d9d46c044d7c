package org.amarula.messaging.internal.link;

import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One login: the stream it is on and the account it is of. A stanza is answered on the link it came
 * by, or not at all.
 *
 * @param stream the stream
 * @param credentials ours, paired
 * @param own our addresses
 * @param cipher for our sessions
 */
public record Link(
    NodeStream stream, Credentials credentials, OwnAddress own, SessionCipher cipher) {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** The link of paired credentials. */
  public static Link of(NodeStream stream, Credentials credentials, SessionCipher cipher) {
    Credentials.Link paired =
        credentials
            .paired()
            .orElseThrow(() -> new IllegalArgumentException("Only a paired device logs in."));
    return new Link(stream, credentials, new OwnAddress(paired.own(), paired.lid()), cipher);
  }

  /** The same link with other credentials. */
  public Link with(Credentials changed) {
    return new Link(stream, changed, own, cipher);
  }

  /** The same link on another stream. */
  public Link on(NodeStream other) {
    return new Link(other, credentials, own, cipher);
  }

  /** Our ADVSignedDeviceIdentity. */
  public Bytes deviceIdentity() {
    return credentials.paired().orElseThrow().signedIdentity();
  }

  /** The account's 32-byte signature key. */
  public Bytes accountKey() {
    return credentials.paired().orElseThrow().accountKey();
  }

  /** Sends an answer. When the stream is gone the server gives the stanza again. */
  public CompletionStage<Void> answer(Node node) {
    return stream
        .send(node)
        .exceptionally(
            error -> {
              LOG.debug("Answer {} not sent, the stream has ended.", node.tag());
              return null;
            });
  }

  /** Ends the stream because the store failed: what was not answered comes again. */
  public void storageFailed() {
    LOG.warn("Account {}: the store failed; the stream is closed.", own.pn().redacted());
    stream.close(new DisconnectReason.StorageFailed("A stanza could not be stored."));
  }

  @Override
  public String toString() {
    return "Link[" + own.pn().redacted() + "]";
  }
}
