package org.amarula.shell.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.amarula.api.InstanceId;
import org.amarula.api.NotConnectedException;
import org.amarula.api.Profile;
import org.amarula.api.ProfileInUseException;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionFactory;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.InstanceStatus;
import org.amarula.api.connection.SendOptions;
import org.amarula.api.content.Content;
import org.amarula.api.event.Event;
import org.amarula.api.event.PairingCode;
import org.amarula.api.group.Groups;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.instance.Inbox;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Outbox;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;

/** A factory whose connections are what a test makes them. */
final class FakeFactory implements ConnectionFactory {
  final Map<Profile, FakeConnection> running = new TreeMap<>();
  final List<Role> killed = new ArrayList<>();
  final List<ChildStatus> tree = new ArrayList<>();
  final List<String> killable = new ArrayList<>();
  final List<HeldCallback> held = new ArrayList<>();
  FakeKeys keys = new FakeKeys();
  Inbox inbox;
  Outbox outbox;

  @Override
  public Connection start(ConnectionSettings settings) {
    FakeConnection known = running.get(settings.profile());
    if (known != null) {
      throw new ProfileInUseException(settings.profile(), known.id);
    }
    FakeConnection made = new FakeConnection(settings.profile());
    running.put(settings.profile(), made);
    return made;
  }

  @Override
  public Connection start(ConnectionSettings settings, ConnectionListener parent) {
    return start(settings);
  }

  @Override
  public CompletionStage<Boolean> stop(InstanceId id) {
    return CompletableFuture.completedFuture(running.values().removeIf(c -> c.id.equals(id)));
  }

  @Override
  public Optional<Connection> find(InstanceId id) {
    return running.values().stream()
        .filter(c -> c.id.equals(id))
        .findFirst()
        .map(Connection.class::cast);
  }

  @Override
  public Optional<Connection> findByProfile(Profile profile) {
    return Optional.ofNullable(running.get(profile));
  }

  @Override
  public Optional<ConnectionSupervisor> supervisor(InstanceId id) {
    return find(id).map(connection -> new FakeSupervisor(id, connection.profile()));
  }

  @Override
  public Optional<Inbox> inbox(InstanceId id) {
    return Optional.ofNullable(inbox);
  }

  @Override
  public Optional<Outbox> outbox(InstanceId id) {
    return Optional.ofNullable(outbox);
  }

  @Override
  public Optional<Keys> keys(InstanceId id) {
    return find(id).map(connection -> keys);
  }

  @Override
  public List<InstanceStatus> instances() {
    return running.values().stream().map(InstanceStatus.class::cast).toList();
  }

  @Override
  public List<Profile> profiles() {
    return List.copyOf(running.keySet());
  }

  private final class FakeSupervisor implements ConnectionSupervisor {
    private final InstanceId id;
    private final Profile profile;

    FakeSupervisor(InstanceId id, Profile profile) {
      this.id = id;
      this.profile = profile;
    }

    @Override
    public InstanceId instanceId() {
      return id;
    }

    @Override
    public Profile profile() {
      return profile;
    }

    @Override
    public List<ChildStatus> children() {
      return tree;
    }

    @Override
    public void kill(Role role) {
      killed.add(role);
    }

    @Override
    public boolean kill(Role role, Jid user) {
      return killable.remove(role + " " + user);
    }

    @Override
    public List<HeldCallback> heldCallbacks() {
      return held;
    }
  }

  /** A connection and its status line in one. */
  static final class FakeConnection implements Connection, InstanceStatus {
    final InstanceId id = InstanceId.mint();
    private final Profile profile;
    volatile ConnectionState state = ConnectionState.CONNECTING;
    volatile DisconnectReason reason;
    volatile Jid own;
    volatile CompletionStage<SendResult> sendResult =
        CompletableFuture.failedFuture(new NotConnectedException("Not online."));
    volatile Content sent;
    volatile String codeAsked;
    volatile CompletionStage<PairingCode> code =
        CompletableFuture.failedFuture(new NotConnectedException("Not online."));
    volatile Jid approved;
    volatile boolean needsApproval;
    volatile SendOptions options;
    volatile Instant lastRoundTrip;
    volatile Instant retryAt;
    volatile int queued;
    volatile int stored;
    volatile int restarts;

    FakeConnection(Profile profile) {
      this.profile = profile;
    }

    @Override
    public InstanceId instanceId() {
      return id;
    }

    @Override
    public Profile profile() {
      return profile;
    }

    @Override
    public ConnectionState state() {
      return state;
    }

    @Override
    public Optional<DisconnectReason> reason() {
      return Optional.ofNullable(reason);
    }

    @Override
    public Optional<DisconnectReason> lastReason() {
      return reason();
    }

    @Override
    public Optional<Jid> ownAddress() {
      return Optional.ofNullable(own);
    }

    @Override
    public Optional<Instant> lastRoundTrip() {
      return Optional.ofNullable(lastRoundTrip);
    }

    @Override
    public Optional<Instant> retryAt() {
      return Optional.ofNullable(retryAt);
    }

    @Override
    public int queued() {
      return queued;
    }

    @Override
    public int stored() {
      return stored;
    }

    @Override
    public int restarts() {
      return restarts;
    }

    @Override
    public Optional<Jid> ownLid() {
      return Optional.empty();
    }

    @Override
    public void connect() {
      state = ConnectionState.CONNECTING;
    }

    @Override
    public CompletionStage<Void> disconnect() {
      state = ConnectionState.STOPPED;
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> logout() {
      return CompletableFuture.failedFuture(new NotConnectedException("Not online."));
    }

    @Override
    public CompletionStage<PairingCode> requestPairingCode(String phone) {
      return requestPairingCode(phone, "");
    }

    @Override
    public CompletionStage<PairingCode> requestPairingCode(String phone, String customCode) {
      codeAsked = phone + " " + customCode;
      return code;
    }

    @Override
    public CompletionStage<SendResult> send(Jid to, Content content, SendOptions options) {
      sent = content;
      this.options = options;
      return sendResult;
    }

    @Override
    public CompletionStage<SendResult> sendStatus(
        Collection<Jid> audience, Content content, SendOptions options) {
      return send(Jid.STATUS, content, options);
    }

    @Override
    public CompletionStage<Boolean> approveIdentity(Jid user) {
      approved = user;
      return CompletableFuture.completedFuture(needsApproval);
    }

    @Override
    public Groups groups() {
      throw new UnsupportedOperationException("This account is in no group.");
    }

    @Override
    public Flow.Publisher<Event> events() {
      return new SubmissionPublisher<>();
    }
  }
}
