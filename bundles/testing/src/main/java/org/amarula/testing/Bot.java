package org.amarula.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.amarula.api.Profile;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.report.Scan;
import org.amarula.testing.internal.Told;
import org.amarula.testing.internal.Work;

/**
 * An account of the client under test, linked to a simulated phone by the real pairing and online:
 * what a bot's listeners are given as {@link Connection} is this one's. Thread-safe; lives as long
 * as its kit.
 *
 * <pre>{@code
 * bot.listens(new PingBot());
 * alice.sends("ping");
 * alice.expectReply("pong");
 * }</pre>
 */
public final class Bot implements Member {
  private final BotKit kit;
  private final ConnectionSettings settings;
  private final Told told;
  private final Work work;
  private final List<Listening> listening = new ArrayList<>(); // guarded by this
  private volatile Scan scan;

  private record Listening(
      ConnectionListener own, ConnectionListener watched, Optional<String> subscription) {}

  Bot(BotKit kit, ConnectionSettings settings) {
    this.kit = kit;
    this.settings = settings;
    this.told = new Told(name(), kit.parts().conversation(), kit.parts().waiting());
    this.work = new Work(name(), kit.parts().conversation(), kit.parts().waiting());
  }

  /** Links the account and waits until it is online. */
  void pair() {
    kit.client().addListener(told, name());
    kit.client().factory().start(settings);
    String qr = expectEvent(PairingQr.class).qr();
    kit.sandbox().inOneStep(() -> scanned(kit.sandbox().scan(qr, "", name())));
    awaitOnline();
  }

  /** In one step with the scan, so that it is known before it can say anything. */
  private void scanned(Scan made) {
    scan = made;
    kit.parts().people().account(name(), made.phone(), made.lid());
    kit.parts().mail().bot(made.phone());
  }

  @Override
  public String name() {
    return settings.profile().name();
  }

  @Override
  public String phone() {
    return scan.phone();
  }

  @Override
  public Jid lid() {
    return Jid.of(scan.lid(), Jid.LID);
  }

  /** The number of the bot's device, the phone being 0. */
  public int device() {
    return scan.device();
  }

  /** The name under which its credentials are kept. */
  public Profile profile() {
    return settings.profile();
  }

  /** The live connection, as the bot's code has it. */
  public Connection connection() {
    return kit.client()
        .factory()
        .findByProfile(profile())
        .orElseThrow(() -> new IllegalStateException(name() + " does not run."));
  }

  /** Adds a listener that is told what happens while it is there. */
  public void listens(ConnectionListener listener) {
    add(listener, Optional.empty());
  }

  /**
   * Adds a durable listener, as a service with {@link ConnectionListener#SUBSCRIPTION} is.
   *
   * @param subscription the name of the subscription
   */
  public void listens(String subscription, ConnectionListener listener) {
    add(listener, Optional.of(subscription));
  }

  private synchronized void add(ConnectionListener listener, Optional<String> subscription) {
    Listening added = new Listening(listener, work.watch(listener), subscription);
    listening.add(added);
    register(kit.client(), added);
  }

  private void register(Amarula client, Listening each) {
    if (each.subscription.isPresent()) {
      client.addListener(each.watched, name(), each.subscription.get());
    } else {
      client.addListener(each.watched, name());
    }
  }

  /** Takes a listener away, as a bundle that stops does. */
  public synchronized void forgets(ConnectionListener listener) {
    for (Listening each : List.copyOf(listening)) {
      if (each.own == listener) {
        kit.client().removeListener(each.watched);
        work.forget(each.watched);
        listening.remove(each);
      }
    }
  }

  /** Sends a text, which the server has to accept. */
  public ChatMessage sends(Contact to, String text) {
    return sends(to.jid(), text);
  }

  /** Sends a text to a group, which the server has to accept. */
  public ChatMessage sends(Group to, String text) {
    return sends(to.address(), text);
  }

  private ChatMessage sends(Jid to, String text) {
    SendResult result = finish(connection().send(to, new Text(text)), "the answer to a send");
    if (result instanceof SendResult.Accepted accepted) {
      return new ChatMessage(accepted.id(), jid(), "text", text, "", List.of());
    }
    throw kit.failure(name() + " expected “" + text + "” to be accepted", result.toString());
  }

  /** Waits until the bot was told of a text and takes the event. */
  public MessageReceived expectMessage(String text) {
    return expectEvent(
        MessageReceived.class,
        message -> message.content() instanceof Text said && said.text().equals(text),
        "the message “" + text + "”");
  }

  /** Waits until the bot was told that a message got that far. */
  public ReceiptReceived expectReceipt(ChatMessage message, ReceiptStatus status) {
    return expectEvent(
        ReceiptReceived.class,
        receipt -> receipt.status() == status && receipt.ids().contains(message.id()),
        kit.parts().conversation().quote(message.id()) + " to be " + status.text());
  }

  /** Waits until the bot was told an event of a type and takes it. */
  public <T extends Event> T expectEvent(Class<T> type) {
    return expectEvent(type, event -> true);
  }

  /** Waits until the bot was told an event that fits, whatever came before, and takes it. */
  public <T extends Event> T expectEvent(Class<T> type, Predicate<T> fits) {
    return expectEvent(type, fits, "an event " + type.getSimpleName() + " that fits");
  }

  private <T extends Event> T expectEvent(Class<T> type, Predicate<T> fits, String wanted) {
    return kit.parts()
        .waiting()
        .await(() -> told.take(type, fits))
        .orElseThrow(
            () ->
                kit.failure(
                    name() + " expected " + wanted,
                    kit.nothingCame() + "; of this type came " + told.untaken(type)));
  }

  /** Waits until the account is online. */
  public void awaitOnline() {
    awaitState(ConnectionState.ONLINE);
  }

  /** Waits until the account is in a state. */
  public void awaitState(ConnectionState state) {
    kit.await(
        () -> isIn(state), name() + " expected to be " + state.text(), () -> "it is " + stateNow());
  }

  private boolean isIn(ConnectionState state) {
    return kit.client()
        .factory()
        .findByProfile(profile())
        .filter(connection -> connection.state() == state && told.isLast(state))
        .isPresent();
  }

  private String stateNow() {
    return kit.client().factory().instances().stream()
        .filter(each -> each.profile().equals(profile()))
        .map(each -> each.state().text())
        .findFirst()
        .orElse("not running");
  }

  /** Goes offline on request; contacts' messages wait at the server. */
  public void disconnect() {
    finish(connection().disconnect(), "the end of the connection");
  }

  /** Goes online again. */
  public void connect() {
    connection().connect();
    awaitOnline();
  }

  /** The server cuts the connection without a word; returns when the bot is back by itself. */
  public void loseConnection() {
    int before = told.losses();
    kit.faults().drop(this);
    kit.await(
        () -> told.losses() > before,
        name() + " expected to lose the connection",
        () -> "it is " + stateNow());
    awaitOnline();
  }

  /** Stops the account's instance; its storage is kept. */
  public void stop() {
    finish(kit.client().factory().stop(connection().instanceId()), "the end of the instance");
    kit.parts().conversation().happened(name() + " is stopped");
  }

  /** Starts the account again, on the same storage and without pairing. */
  public void start() {
    kit.client().factory().start(settings);
    awaitOnline();
  }

  /** Stops and starts the account. */
  public void restart() {
    stop();
    start();
  }

  /** Crashes the connection and waits until its successor is online. */
  public void crash() {
    Connection old = connection();
    kit.client().factory().supervisor(old.instanceId()).orElseThrow().kill(Role.CONNECTION);
    kit.await(
        () -> kit.client().factory().findByProfile(profile()).filter(n -> n != old).isPresent(),
        name() + " expected a new connection",
        kit::nothingCame);
    awaitOnline();
  }

  /** The listeners go to a new client, in which the account starts if it ran. */
  synchronized void move(Amarula next, boolean running) {
    next.addListener(told, name());
    listening.forEach(each -> register(next, each));
    if (running) {
      next.factory().start(settings);
    }
  }

  boolean isRunning() {
    return kit.client().factory().findByProfile(profile()).isPresent();
  }

  Work work() {
    return work;
  }

  private <T> T finish(CompletionStage<T> stage, String what) {
    try {
      long nanos = kit.parts().waiting().patience().toNanos();
      return stage.toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The test was interrupted while it waited.", e);
    } catch (TimeoutException e) {
      throw kit.failure(name() + " expected " + what, kit.nothingCame());
    } catch (ExecutionException e) {
      AssertionError failure = kit.failure(name() + " expected " + what, "" + e.getCause());
      failure.initCause(e.getCause());
      throw failure;
    }
  }

  /** The settings with which it was started. */
  public Map<String, String> settings() {
    return settings.toMap();
  }

  @Override
  public String toString() {
    return name();
  }
}
