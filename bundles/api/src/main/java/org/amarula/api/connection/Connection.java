package org.amarula.api.connection;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.event.Event;
import org.amarula.api.event.PairingCode;
import org.amarula.api.group.Groups;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One account's connection: the socket, and the door to everything that goes over it.
 *
 * <p>Lives from its start until it crashes or its instance stops; network drops and the restart
 * after pairing happen inside. Afterwards every method but {@link #instanceId()} and {@link
 * #profile()} fails with {@link org.amarula.api.StaleConnectionException}.
 *
 * <p>Thread-safe, and no method blocks. Stages complete on the callback threads, so that what hangs
 * on them may take its time; it delays only the callbacks of this account.
 */
@ProviderType
public interface Connection {
  /** The instance that this connection belongs to. */
  InstanceId instanceId();

  /** The profile whose credentials it uses. */
  Profile profile();

  /** Where it is now. */
  ConnectionState state();

  /** Why it last ended, when it is not connected. */
  Optional<DisconnectReason> lastReason();

  /** This device's address by phone number, once paired. */
  Optional<Jid> ownAddress();

  /** The same device by hidden id, once paired: the name by which others mention it in groups. */
  Optional<Jid> ownLid();

  /**
   * Wants to be online from now on; also leaves a terminal state. No effect when it already does.
   */
  void connect();

  /**
   * Wants to be offline from now on. Completes when the socket is closed; keeps the credentials.
   */
  CompletionStage<Void> disconnect();

  /**
   * Unlinks this device from the account and wipes its credentials. Fails, and keeps them, with
   * {@link org.amarula.api.NotConnectedException}, {@link org.amarula.api.ResponseTimeoutException}
   * or {@link org.amarula.api.RequestRejectedException} when the server does not confirm.
   */
  CompletionStage<Void> logout();

  /**
   * Asks for a code that the user of the phone with this number types to link this device, instead
   * of scanning (spec/transport.md 8). Completes with it when the server has accepted it; waits for
   * the server as long as the account connects. Codes go on rotating meanwhile. A new request
   * replaces the one before, and the code dies with the connection: the events {@link
   * org.amarula.api.event.PairingCodeIssued} and {@link org.amarula.api.event.PairingCodeEnded}
   * tell what becomes of it.
   *
   * <p>Fails, and there is no code, with:
   *
   * <ul>
   *   <li>{@link org.amarula.api.NotConnectedException}: the account is not connecting or pairing,
   *       or the connection ended first.
   *   <li>{@link org.amarula.api.AlreadyPairedException}: the account is paired.
   *   <li>{@link org.amarula.api.RequestRejectedException}: the server refused, with 400 for a
   *       number that it does not take, 403, or 429 for too many requests.
   *   <li>{@link org.amarula.api.ResponseTimeoutException}: the server did not answer.
   *   <li>{@link org.amarula.api.ProtocolException}: its answer made no sense.
   *   <li>{@link org.amarula.api.SupersededException}: a newer request came before the answer.
   *   <li>{@link org.amarula.api.StaleConnectionException}, {@link
   *       org.amarula.api.CrashedException}: this handle is out of use.
   * </ul>
   *
   * @param phone the number with its country code, 7 to 15 digits and no 0 in front; spaces, a plus
   *     sign, hyphens and brackets do not matter
   * @throws IllegalArgumentException when it is none
   */
  CompletionStage<PairingCode> requestPairingCode(String phone);

  /**
   * Like {@link #requestPairingCode(String)} with a code of the caller's choice.
   *
   * @param customCode eight characters out of {@code 1-9} and {@code A-Z} without I, O and U
   * @throws IllegalArgumentException when it is no such code
   */
  CompletionStage<PairingCode> requestPairingCode(String phone, String customCode);

  /**
   * Sends {@code content} to the user or group {@code to}; completes on the server's
   * acknowledgement.
   *
   * <p>Fails, and nothing was sent, with:
   *
   * <ul>
   *   <li>{@link org.amarula.api.NotConnectedException}: not online.
   *   <li>{@link org.amarula.api.StaleConnectionException}: this handle is out of use.
   *   <li>{@link org.amarula.api.StorageException}: the ratchet's step could not be stored.
   *   <li>{@link UnreachableException}: no device of the recipient can be encrypted to.
   *   <li>{@link UnsendableException}: this content cannot be sent, or not to this chat.
   *   <li>{@link org.amarula.api.send.IdentityNotApprovedException}: under {@code
   *       identity.policy=strict} a device of the recipient, of a member of the group or of our own
   *       has a new identity; a durable message is parked.
   *   <li>{@link org.amarula.api.ResponseTimeoutException}: the server did not answer a query that
   *       had to come first.
   * </ul>
   */
  default CompletionStage<SendResult> send(Jid to, Content content) {
    return send(to, content, SendOptions.DEFAULT);
  }

  /**
   * The same with options. With {@link SendOptions#durable()} the message is stored first, in one
   * durable batch, and sent when the account is online, until the server's acknowledgement is
   * durable, always under the same id, so that recipients dedupe by it. It is accepted in every
   * state that is not {@linkplain ConnectionState#terminal() terminal}, also before the first
   * login, and survives crashes of each part and of the process. Durable messages to one person or
   * group are sent in the order of the calls, one at a time, whether the person is named by number
   * or by hidden id, as soon as it is known that both are one; a message that is not durable may
   * overtake them.
   *
   * <p>The stage of a durable send belongs to the outbox, so that it outlives a crash of this
   * connection. It completes with
   *
   * <ul>
   *   <li>{@link SendResult.Accepted} or {@link SendResult.Rejected}: the server has answered. The
   *       message is out of the outbox; {@link org.amarula.api.event.OutboxSettled} tells it too.
   *   <li>{@link SendResult.Stored}: the instance has ended before. The message is sent when the
   *       profile runs again, and only the event tells what became of it.
   *   <li>{@link SendResult.OutcomeUnknown}: it is not tried any more, since it was parked or
   *       cancelled, and one of the tries may have reached the server.
   * </ul>
   *
   * <p>It fails, and nothing was accepted, with
   *
   * <ul>
   *   <li>{@link org.amarula.api.StorageException}: the message could not be stored.
   *   <li>{@link org.amarula.api.OverloadedException}: the outbox is full.
   *   <li>{@link UnsendableException}, {@link UnreachableException}: no such content, or no such
   *       recipient, can ever be sent to.
   *   <li>{@link org.amarula.api.NotConnectedException}: the account is in a terminal state.
   *   <li>{@link org.amarula.api.StaleConnectionException}: this handle is out of use.
   * </ul>
   *
   * <p>and, after it was accepted, with the last problem when the message is parked after too many
   * tries ({@link org.amarula.api.instance.Outbox} keeps it), or with {@link
   * SendCancelledException}.
   */
  CompletionStage<SendResult> send(Jid to, Content content, SendOptions options);

  /**
   * Sends {@code content} as our status to the devices of {@code audience} and to our own; the
   * contract is that of {@link #send}. Whoever was in the audience before and no longer is cannot
   * read it.
   */
  default CompletionStage<SendResult> sendStatus(Collection<Jid> audience, Content content) {
    return sendStatus(audience, content, SendOptions.DEFAULT);
  }

  /** The same with options; see {@link #send(Jid, Content, SendOptions)}. */
  CompletionStage<SendResult> sendStatus(
      Collection<Jid> audience, Content content, SendOptions options);

  /** Reacts to a message; an empty emoji takes the reaction back. See {@link #send}. */
  default CompletionStage<SendResult> react(MessageRef target, String emoji) {
    return send(target.chat(), new Reaction(target, emoji));
  }

  /** Replaces what a message of ours says. See {@link #send}. */
  default CompletionStage<SendResult> edit(MessageRef target, Content content) {
    return send(target.chat(), new Edit(target, content));
  }

  /**
   * Deletes a message for everyone: one of ours, or as an administrator of a group one of anybody.
   * See {@link #send}.
   */
  default CompletionStage<SendResult> revoke(MessageRef target) {
    return send(target.chat(), new Revoke(target));
  }

  /**
   * Approves the new identities of all devices of {@code user}, under either of its names, so that
   * {@code identity.policy=strict} lets messages go to them again. When only the server has told of
   * a new identity, none is known yet: then the next one that shows is accepted, once. Durable, in
   * every state.
   *
   * <p>Completes with whether any waited for it. Fails with {@link
   * org.amarula.api.StorageException} when the approval could not be stored, and with {@link
   * org.amarula.api.StaleConnectionException}.
   *
   * @throws IllegalArgumentException when {@code user} is no person
   */
  CompletionStage<Boolean> approveIdentity(Jid user);

  /** The groups of this account. */
  Groups groups();

  /**
   * The same events that listeners get, from the moment of the subscription on. A subscriber that
   * asks for less than comes in loses the oldest ones; it confirms nothing.
   */
  Flow.Publisher<Event> events();
}
