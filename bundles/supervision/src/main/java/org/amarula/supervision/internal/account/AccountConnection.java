package org.amarula.supervision.internal.account;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.InstanceId;
import org.amarula.api.NotConnectedException;
import org.amarula.api.Profile;
import org.amarula.api.StaleConnectionException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.event.Event;
import org.amarula.api.event.PairingCode;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.Keys;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.connection.Credentials;
import org.amarula.connection.PairingCodeRequest;
import org.amarula.messaging.EventSink;
import org.amarula.messaging.Messenger;
import org.amarula.supervision.internal.callback.ResultLane;
import org.amarula.supervision.internal.callback.WatchedPublisher;
import org.amarula.supervision.internal.kernel.Child;
import org.amarula.supervision.internal.lane.Failures;
import org.amarula.supervision.internal.lane.SerialLane;

/**
 * The connection child and the consumer's handle in one object, with no relay between. It checks
 * that the handle is still in use and moves calls to the account's lane and results to the callback
 * threads; what happens on the lane is {@link Link}'s.
 */
public final class AccountConnection implements Connection, Child {
  private static final int PUBLISHER_BUFFER = 256;

  private final AccountParts parts;
  private final SerialLane lane;
  private final Messenger messenger;
  private final Link link;
  private final ResultLane results;
  private final Set<CompletableFuture<?>> posted = new HashSet<>(); // guarded by itself
  private volatile SubmissionPublisher<Event> publisher; // null until somebody asks for events
  private volatile boolean fenced;

  /**
   * A connection that does nothing before {@link #start}.
   *
   * @param lane the account's lane, whose crashes are this child's
   * @param messengers makes the messenger, given the sink that its events go to
   */
  public AccountConnection(
      AccountParts parts, SerialLane lane, Function<EventSink, Messenger> messengers) {
    this.parts = parts;
    this.lane = lane;
    this.results = new ResultLane(parts.callbacks(), profile());
    this.messenger = messengers.apply(this::deliver);
    this.link = new Link(parts, lane, messenger, this::deliver);
  }

  @Override
  public InstanceId instanceId() {
    return parts.instanceId();
  }

  @Override
  public Profile profile() {
    return parts.settings().profile();
  }

  @Override
  public ConnectionState state() {
    requireLive();
    return link.status().state();
  }

  @Override
  public Optional<DisconnectReason> lastReason() {
    requireLive();
    return link.status().reason();
  }

  @Override
  public Optional<Jid> ownAddress() {
    requireLive();
    return link.own().map(Credentials.Link::own);
  }

  @Override
  public Optional<Jid> ownLid() {
    requireLive();
    return link.own().map(Credentials.Link::lid);
  }

  /** The account's own address, also of a dead handle. */
  public Optional<Jid> address() {
    return link.own().map(Credentials.Link::own);
  }

  /** What the account keeps for encryption. */
  public Keys keys() {
    return messenger.keys();
  }

  /** What the shell and the factory show; also of a dead handle. */
  public LinkStatus status() {
    return link.status();
  }

  /** When the server last answered or sent something. */
  public Optional<Instant> lastRoundTrip() {
    return link.lastReceived();
  }

  @Override
  public void connect() {
    requireLive();
    parts.wanted().set(true);
    lane.execute(link::connect);
  }

  @Override
  public CompletionStage<Void> disconnect() {
    if (fenced) {
      return stale();
    }
    parts.wanted().set(false);
    return published(this.<Void>onLane(link::disconnect));
  }

  @Override
  public CompletionStage<Void> logout() {
    if (fenced) {
      return stale();
    }
    return published(this.<Void>onLane(link::logout));
  }

  @Override
  public CompletionStage<PairingCode> requestPairingCode(String phone) {
    return requestCode(PairingCodeRequest.of(phone));
  }

  @Override
  public CompletionStage<PairingCode> requestPairingCode(String phone, String customCode) {
    return requestCode(PairingCodeRequest.of(phone, customCode));
  }

  private CompletionStage<PairingCode> requestCode(PairingCodeRequest request) {
    return fenced ? stale() : published(onLane(done -> link.requestCode(request, done)));
  }

  @Override
  public CompletionStage<SendResult> send(Jid to, Content content, SendOptions options) {
    return accepted(options, () -> messenger.send(to, content, options));
  }

  @Override
  public CompletionStage<SendResult> sendStatus(
      Collection<Jid> audience, Content content, SendOptions options) {
    return accepted(options, () -> messenger.sendStatus(audience, content, options));
  }

  private CompletionStage<SendResult> accepted(
      SendOptions options, Supplier<CompletionStage<SendResult>> send) {
    return options.isDurable() ? during(state -> !state.terminal(), send) : online(send);
  }

  @Override
  public CompletionStage<Boolean> approveIdentity(Jid user) {
    return fenced ? stale() : published(messenger.approveIdentity(user));
  }

  @Override
  public Groups groups() {
    requireLive();
    return new PublishedGroups(messenger.groups(), this::online);
  }

  private <T> CompletionStage<T> online(Supplier<CompletionStage<T>> request) {
    return during(state -> state == ConnectionState.ONLINE, request);
  }

  private <T> CompletionStage<T> during(
      Predicate<ConnectionState> states, Supplier<CompletionStage<T>> request) {
    if (fenced) {
      return stale();
    }
    ConnectionState state = link.status().state();
    if (!states.test(state)) {
      return CompletableFuture.failedFuture(new NotConnectedException(profile(), state.text()));
    }
    return published(request.get());
  }

  @Override
  public Flow.Publisher<Event> events() {
    requireLive();
    return new WatchedPublisher<>(publisher(), parts.callbacks());
  }

  private synchronized SubmissionPublisher<Event> publisher() {
    if (publisher == null) {
      publisher = new SubmissionPublisher<>(parts.callbacks(), PUBLISHER_BUFFER);
      if (fenced) {
        closePublisher(); // whoever fenced it may have found none
      }
    }
    return publisher;
  }

  private void closePublisher() {
    SubmissionPublisher<Event> used = publisher;
    if (used != null) {
      used.closeExceptionally(new StaleConnectionException(instanceId()));
    }
  }

  @Override
  public Object service() {
    return this;
  }

  @Override
  public void start() {
    parts.before().whenComplete((none, failure) -> boot());
  }

  // A thread is woken only where there is something to do: connect() has its own way to the lane.
  private void boot() {
    if (!parts.wanted().isIdle()) {
      lane.execute(link::boot);
    }
  }

  /** Completes when it is revoked and its socket is gone. */
  public CompletionStage<Void> gone() {
    return link.gone();
  }

  @Override
  public CompletionStage<Void> stop() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    lane.execute(() -> link.stop(done));
    return done;
  }

  @Override
  public void revoke() {
    if (fenced) {
      return;
    }
    fenced = true;
    lane.close();
    lane.interrupt();
    parts.revokeStorage().run();
    link.sever();
  }

  @Override
  public void fence(AmarulaException reason) {
    revoke();
    messenger.close();
    List<CompletableFuture<?>> never;
    synchronized (posted) {
      never = List.copyOf(posted);
    }
    never.forEach(done -> done.completeExceptionally(reason));
    closePublisher();
  }

  private void deliver(Event event) {
    if (!fenced) {
      parts.events().deliver(event);
    }
  }

  /** Tells an event to the subscribers of {@link #events}; never blocks. */
  public void publish(Event event) {
    SubmissionPublisher<Event> used = publisher;
    if (used == null) {
      return;
    }
    try {
      if (!used.isClosed()) {
        used.offer(event, (subscriber, dropped) -> false);
      }
    } catch (IllegalStateException e) {
      return; // it was closed in between: its subscribers know that this handle has ended
    }
  }

  // What the lane drops when it is closed fails when this child is fenced.
  private <T> CompletionStage<T> onLane(Consumer<CompletableFuture<T>> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    synchronized (posted) {
      posted.add(done);
    }
    done.whenComplete(
        (none, failure) -> {
          synchronized (posted) {
            posted.remove(done);
          }
        });
    if (!lane.offer(() -> task.accept(done))) {
      done.completeExceptionally(new StaleConnectionException(instanceId()));
    }
    return done;
  }

  // Public stages complete on the callback threads, in order per account, never on the lane.
  private <T> CompletionStage<T> published(CompletionStage<T> stage) {
    CompletableFuture<T> outside = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) ->
            results.execute(
                () -> {
                  if (failure == null) {
                    outside.complete(value);
                  } else {
                    outside.completeExceptionally(Failures.unwrap(failure));
                  }
                }));
    return outside.minimalCompletionStage();
  }

  private <T> CompletionStage<T> stale() {
    return CompletableFuture.failedFuture(new StaleConnectionException(instanceId()));
  }

  private void requireLive() {
    if (fenced) {
      throw new StaleConnectionException(instanceId());
    }
  }
}
