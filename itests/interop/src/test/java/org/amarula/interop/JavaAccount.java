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
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.GroupCreated;
import org.amarula.api.event.GroupParticipantsChanged;
import org.amarula.api.event.GroupParticipantsChanged.Change;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.StateChanged;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.storage.Storage;
import org.amarula.connection.standalone.StreamOpeners;
import org.amarula.messaging.standalone.Messengers;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Scan;
import org.amarula.storage.MemoryStorage;
import org.amarula.supervision.PlainConnections;

/** One account of ours over plain Java; what it tells is in {@link #events()}. */
final class JavaAccount implements Member, AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

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

  /** Has a code typed on the phone with this number, which links this device. */
  void pairByCode(SandboxServer sandbox, String phone, String name) {
    await(PairingQr.class, qr -> true);
    String code = join(connection.requestPairingCode(phone)).code();
    sandbox.enterCode(phone, code, name);
    awaitOnline(0);
    Jid own = connection.ownAddress().orElseThrow();
    scan = new Scan(own.user(), connection.ownLid().orElseThrow().user(), own.device(), name);
  }

  @Override
  public Scan scan() {
    return scan;
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

  @Override
  public String send(String to, String text) {
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

  @Override
  public Sending begins(String to, String text) {
    CompletableFuture<SendResult> sending = begin(to, text);
    return () -> accepted(sending);
  }

  @Override
  public String react(String chat, String id, Member author, String emoji) {
    return accepted(connection.react(ref(chat, author, id), emoji));
  }

  @Override
  public String edit(String chat, String id, String text) {
    return accepted(connection.edit(ref(chat, this, id), new Text(text)));
  }

  @Override
  public String revoke(String chat, String id) {
    return accepted(connection.revoke(ref(chat, this, id)));
  }

  private static MessageRef ref(String chat, Member author, String id) {
    return new MessageRef(Jid.parse(chat), Jid.parse(author.lid()), id);
  }

  @Override
  public String reads(String text) {
    return message(text).id();
  }

  @Override
  public void seesReaction(String id, String emoji) {
    awaitContent(Reaction.class, it -> it.target().id().equals(id) && it.emoji().equals(emoji));
  }

  @Override
  public void seesEdit(String id, String text) {
    awaitContent(
        Edit.class, it -> it.target().id().equals(id) && it.content().equals(new Text(text)));
  }

  @Override
  public void seesDeletion(String id) {
    awaitContent(Revoke.class, it -> it.target().id().equals(id));
  }

  private <T extends Content> void awaitContent(Class<T> type, Predicate<T> fits) {
    await(
        MessageReceived.class,
        m -> type.isInstance(m.content()) && fits.test(type.cast(m.content())));
  }

  @Override
  public void hearsDelivery(String id, Member reader) {
    receipt(
        id,
        receipt ->
            receipt.from().device() == reader.scan().device() && isOf(receipt.from(), reader));
  }

  @Override
  public List<String> textsSoFar() {
    return all(MessageReceived.class).stream()
        .map(MessageReceived::content)
        .filter(Text.class::isInstance)
        .map(content -> ((Text) content).text())
        .toList();
  }

  @Override
  public int unreadable() {
    return all(MessageUnreadable.class).size();
  }

  @Override
  public void rest() {
    join(connection.disconnect());
  }

  @Override
  public void open() {
    int from = events.size();
    connection.connect();
    awaitOnline(from);
  }

  @Override
  public String createGroup(String subject, List<Member> members) {
    return join(connection.groups().create(subject, numbers(members)))
        .metadata()
        .group()
        .toString();
  }

  @Override
  public void add(String group, List<Member> members) {
    done(connection.groups().add(Jid.parse(group), numbers(members)));
  }

  @Override
  public void remove(String group, List<Member> members) {
    List<Jid> all = members.stream().map(member -> Jid.parse(member.lid())).toList();
    done(connection.groups().remove(Jid.parse(group), all));
  }

  private static void done(CompletionStage<List<ParticipantResult>> change) {
    for (ParticipantResult result : join(change)) {
      if (!(result instanceof ParticipantResult.Done)) {
        throw new AssertionError("The group refused " + result);
      }
    }
  }

  private static List<Jid> numbers(List<Member> members) {
    return members.stream().map(member -> Jid.parse(member.number())).toList();
  }

  @Override
  public void seesAdded(String group, Member member, int nth) {
    await(
        Event.class,
        Member.nth(nth, e -> isChange(e, Change.ADDED, group, member) || isMade(e, group, member)));
  }

  @Override
  public void seesRemoved(String group, Member member, int nth) {
    await(Event.class, Member.nth(nth, e -> isChange(e, Change.REMOVED, group, member)));
  }

  private static boolean isMade(Event event, String group, Member member) {
    return event instanceof GroupCreated created
        && created.group().toString().equals(group)
        && created.metadata().members().stream().anyMatch(each -> isOf(each.jid(), member));
  }

  private static boolean isChange(Event event, Change change, String group, Member member) {
    return event instanceof GroupParticipantsChanged changed
        && changed.change() == change
        && changed.group().toString().equals(group)
        && changed.participants().stream().anyMatch(who -> isOf(who, member));
  }

  private static boolean isOf(Jid address, Member member) {
    return List.of(member.number(), member.lid()).contains(address.toAccount().toString());
  }

  /** The message with this text. */
  MessageReceived message(String text) {
    return await(
        MessageReceived.class,
        message -> message.content() instanceof Text content && content.text().equals(text));
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

  @Override
  public String toString() {
    return "JAVA " + settings.profile();
  }
}
