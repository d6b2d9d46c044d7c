package org.amarula.interop;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.SendResult;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.storage.Storage;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.amarula.storage.MemoryStorage;
import org.amarula.supervision.PlainConnections;

/** One account of ours over plain Java; what it tells is in {@link #events()}. */
final class JavaAccount implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Storage storage = new MemoryStorage();
  private final Recorder<Event> events = new Recorder<>("our account");
  private final ConnectionSettings settings;
  private StreamOpeners streams;
  private PlainConnections connections;
  private Connection connection;
  private Scan scan;

  JavaAccount(SandboxServer sandbox, String profile) {
    settings =
        ConnectionSettings.of(profile)
            .with("url", sandbox.url())
            .with("root.public.key", sandbox.rootPublicKey());
    start();
  }

  private void start() {
    streams = StreamOpeners.create(Clock.systemUTC());
    connections = PlainConnections.over(streams, Messengers.create(), storage);
    connections.addListener(
        (handle, event) -> {
          events.add(event);
          return CompletableFuture.completedStage(null);
        },
        settings.profile().toString(),
        "story");
    connection = connections.factory().start(settings);
  }

  /** Has the phone with this number link this device; an empty one stands for a new account. */
  Scan pair(SandboxServer sandbox, String phone, String name) {
    scan = sandbox.scan(await(PairingQr.class, qr -> true).qr(), phone, name);
    awaitOnline(0);
    return scan;
  }

  /** What came of the pairing. */
  Scan scan() {
    return scan;
  }

  /** Its account by number. */
  String number() {
    return scan.phone() + "@" + Jid.PN;
  }

  /** Its account by hidden id. */
  String lid() {
    return scan.lid() + "@" + Jid.LID;
  }

  Connection connection() {
    return connection;
  }

  /** Ends everything but the store and starts anew from it. */
  void restart() {
    int from = events.size();
    end();
    start();
    awaitOnline(from);
  }

  private void awaitOnline(int from) {
    events.await(
        "online",
        PATIENCE,
        from,
        event ->
            event instanceof StateChanged changed && changed.state() == ConnectionState.ONLINE);
  }

  /** Sends a text; the server has to take it. Tells the message's id. */
  String send(String to, String text) {
    return accepted(begin(to, text));
  }

  /** The id of a message that the server has to take. */
  static String accepted(CompletionStage<SendResult> sending) {
    SendResult result = join(sending);
    if (!(result instanceof SendResult.Accepted)) {
      throw new AssertionError("Our message was not taken: " + result);
    }
    return result.id();
  }

  /** Starts to send a text. */
  CompletableFuture<SendResult> begin(String to, String text) {
    return connection.send(Jid.parse(to), new Text(text)).toCompletableFuture();
  }

  static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** The message with this text. */
  MessageReceived message(String text) {
    return await(
        MessageReceived.class,
        message -> message.content() instanceof Text content && content.text().equals(text));
  }

  /** The first message with content of this type that fits. */
  <T extends Content> T content(Class<T> type, Predicate<? super T> fits) {
    MessageReceived found =
        await(
            MessageReceived.class,
            m -> type.isInstance(m.content()) && fits.test(type.cast(m.content())));
    return type.cast(found.content());
  }

  /** The first receipt for a message of ours by one account. */
  ReceiptReceived receipt(String id, Predicate<ReceiptReceived> fits) {
    return await(
        ReceiptReceived.class, receipt -> receipt.ids().contains(id) && fits.test(receipt));
  }

  <T extends Event> T await(Class<T> type, Predicate<? super T> fits) {
    return type.cast(
        events.await(
            "a fitting " + type.getSimpleName(),
            PATIENCE,
            event -> type.isInstance(event) && fits.test(type.cast(event))));
  }

  <T extends Event> List<T> all(Class<T> type) {
    return events.all().stream().filter(type::isInstance).map(type::cast).toList();
  }

  Recorder<Event> events() {
    return events;
  }

  private void end() {
    connections.close();
    streams.close();
  }

  @Override
  public void close() {
    end();
  }
}
