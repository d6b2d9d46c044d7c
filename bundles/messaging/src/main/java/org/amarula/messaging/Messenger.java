package org.amarula.messaging;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.Keys;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.NodeStream;

/**
 * One account's messages. Lives as long as the connection child; streams come and go below it. All
 * methods but those that send are called on the account's lane.
 */
public interface Messenger {
  /**
   * Takes a stream on which {@code <success>} was just received, and does what follows a login
   * (spec/transport.md 9): pre-key count and upload, active, digest, init queries, presence.
   * Completes when the account is active, that is when others' messages flow and ours may be sent.
   * From then until {@link #offline} the inbox gives what is not confirmed.
   */
  CompletionStage<Void> login(NodeStream stream, Credentials credentials);

  /**
   * A stanza of the stream; every one ends in one definite answer. An {@code Error} while one is
   * handled is thrown on the account's lane, now or later, as {@link CrashingStanzaException}: it
   * is the connection's crash.
   */
  void onStanza(Node stanza);

  /**
   * Puts a stanza aside that cannot be handled, because it has crashed its reader: keeps its bytes,
   * refuses it as an unhandled error (spec/transport.md 6.9), and tells it. When the stream has
   * ended meanwhile the server gives it again.
   *
   * @param problem one sentence without the stanza's content
   * @return completes when it is kept and its refusal was handed to the stream; when it could not
   *     be kept the stream is closed instead
   */
  CompletionStage<Void> refuse(Node stanza, String problem);

  /** The stream has ended: what waits for it fails at once with typed errors. */
  void offline();

  /** Credentials that changed on the stream's side. */
  void credentialsChanged(Credentials credentials);

  /**
   * Sends content; the contract is that of {@link org.amarula.api.connection.Connection#send(Jid,
   * Content, SendOptions)}. May be called on any thread; what is durable also while no stream is
   * there.
   */
  CompletionStage<SendResult> send(Jid to, Content content, SendOptions options);

  /** The same without options. */
  default CompletionStage<SendResult> send(Jid to, Content content) {
    return send(to, content, SendOptions.DEFAULT);
  }

  /** Sends a status to an audience; as {@link #send(Jid, Content, SendOptions)} else. */
  CompletionStage<SendResult> sendStatus(
      Collection<Jid> audience, Content content, SendOptions options);

  /** The same without options. */
  default CompletionStage<SendResult> sendStatus(Collection<Jid> audience, Content content) {
    return sendStatus(audience, content, SendOptions.DEFAULT);
  }

  /**
   * Approves a user's new identities; the contract is that of {@link
   * org.amarula.api.connection.Connection#approveIdentity}. May be called on any thread.
   */
  CompletionStage<Boolean> approveIdentity(Jid user);

  /** The account's groups; the contract is that of {@link Groups}. May be used on any thread. */
  Groups groups();

  /** What the account keeps for encryption, for looking at. May be used on any thread. */
  Keys keys();

  /** Unlinks this device at the server (spec/transport.md 7.5). */
  CompletionStage<Void> unlink();

  /** Ends for good; nothing is called or delivered afterwards. */
  void close();
}
