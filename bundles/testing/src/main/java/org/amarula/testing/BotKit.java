package org.amarula.testing;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.storage.Storage;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.report.Violation;
import org.amarula.storage.MemoryStorage;
import org.amarula.testing.internal.Conversation;
import org.amarula.testing.internal.Mail;
import org.amarula.testing.internal.Parts;
import org.amarula.testing.internal.People;
import org.amarula.testing.internal.Waiting;
import org.amarula.testing.time.VirtualTime;

/**
 * A sandbox server on a free port of the loopback interface, the client beside it in the same
 * process, and whoever takes part: bots, contacts and groups. Nothing talks to any other network.
 * Kits do not know each other, so that tests may run in parallel. Thread-safe; ends with {@link
 * #close()}, after which no thread and no socket of it is left.
 *
 * <pre>{@code
 * try (BotKit kit = BotKit.start()) {
 *   Bot bot = kit.bot("bot");
 *   Contact alice = kit.contact("Alice");
 *   bot.listens(new PingBot());
 *   alice.sends("ping");
 *   alice.expectReply("pong");
 * }
 * }</pre>
 */
public final class BotKit implements AutoCloseable {
  private final Builder built;
  private final Optional<VirtualTime> time;
  private final SandboxServer sandbox;
  private final Parts parts;
  private final Faults faults = new Faults(this);
  private final Object pairing = new Object(); // held for long, and never by the server's thread
  private final Map<String, Bot> bots = new LinkedHashMap<>(); // guarded by itself, never for long
  private final Map<String, Contact> contacts = new LinkedHashMap<>(); // guarded by itself
  private volatile Amarula client;

  private BotKit(Builder builder) {
    built = builder;
    time = builder.virtual ? Optional.of(new VirtualTime()) : Optional.empty();
    Clock clock = time.map(VirtualTime::clock).orElseGet(Clock::systemUTC);
    People people = new People();
    Conversation conversation = new Conversation(clock);
    Waiting waiting = new Waiting(builder.patience, time);
    parts = new Parts(people, conversation, waiting, new Mail(people, conversation, waiting));
    SandboxOptions options = builder.options;
    sandbox =
        SandboxServer.start(
            time.map(virtual -> options.withClock(virtual.clock()).withTimer(virtual))
                .orElse(options));
    sandbox.phones().listen(parts.mail());
    client = newClient();
  }

  private Amarula newClient() {
    Amarula.Builder builder = Amarula.builder(built.storage);
    time.ifPresent(virtual -> builder.time(virtual.clock(), virtual));
    return builder.build();
  }

  /** A kit with all defaults. */
  public static BotKit start() {
    return builder().start();
  }

  /** Builds a kit. */
  public static Builder builder() {
    return new Builder();
  }

  /** The bot of this name, which is also its profile's; paired and online when it is new. */
  public Bot bot(String name) {
    synchronized (pairing) {
      Optional<Bot> known = known(name);
      if (known.isPresent()) {
        return known.get();
      }
      ConnectionSettings settings =
          ConnectionSettings.of(name)
              .with("url", sandbox.url())
              .with("root.public.key", sandbox.rootPublicKey())
              .with("backoff.initial.millis", "50");
      Optional<String> pem = sandbox.chatCertificate().map(Object::toString);
      settings = pem.isEmpty() ? settings : settings.with("tls.certificate", pem.get());
      for (Map.Entry<String, String> setting : built.settings.entrySet()) {
        settings = settings.with(setting.getKey(), setting.getValue());
      }
      Bot bot = new Bot(this, settings);
      bot.pair();
      synchronized (bots) {
        bots.put(name, bot);
      }
      return bot;
    }
  }

  private Optional<Bot> known(String name) {
    synchronized (bots) {
      return Optional.ofNullable(bots.get(name));
    }
  }

  /** The contact of this name; it has a phone number of its own. */
  public Contact contact(String name) {
    synchronized (contacts) {
      return contacts.computeIfAbsent(
          name,
          unknown -> {
            Contact contact = new Contact(sandbox.phones().create(unknown), this);
            parts.people().account(unknown, contact.phone(), contact.lid().user());
            parts.mail().contact(contact.phone());
            return contact;
          });
    }
  }

  /** A new group. */
  public Group group(String subject, Member creator, Member... others) {
    List<String> members = Stream.of(others).map(Member::phone).toList();
    AtomicReference<Group> made = new AtomicReference<>();
    sandbox.inOneStep( // nobody answers to a group without a name
        () -> {
          String address = sandbox.groups().create(creator.phone(), subject, members);
          parts.people().group(subject, address);
          parts.conversation().happened(creator.name() + " creates the group " + subject);
          made.set(new Group(address, subject, this));
        });
    return made.get();
  }

  Bot firstBot() {
    synchronized (bots) {
      return bots.values().stream()
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("There is no bot to talk to yet."));
    }
  }

  private List<Bot> bots() {
    synchronized (bots) {
      return new ArrayList<>(bots.values());
    }
  }

  /** From now on expectations wait this long at most, in real time. */
  public void patience(Duration longest) {
    parts.waiting().patience(requireNonNull(longest, "patience"));
  }

  /** The trouble that the server makes. */
  public Faults faults() {
    return faults;
  }

  /** The server. */
  public SandboxServer sandbox() {
    return sandbox;
  }

  /** The client under test; another one after {@link #restartClient}. */
  public Amarula client() {
    return client;
  }

  /**
   * Ends the whole client and starts another one on the same storage, with the same listeners and
   * accounts, as if the process had been started anew.
   */
  public void restartClient() {
    List<Bot> running = bots().stream().filter(Bot::isRunning).toList();
    client.close();
    parts.conversation().happened("the client is started anew");
    Amarula next = newClient();
    client = next;
    bots().forEach(bot -> bot.move(next, running.contains(bot)));
    running.forEach(Bot::awaitOnline);
  }

  /**
   * Lets virtual time pass for the client and the server, whatever falls due meanwhile.
   *
   * @throws IllegalStateException when this kit lives by real time
   */
  public void advance(Duration span) {
    VirtualTime virtual = virtual();
    parts.conversation().happened("time passes: " + span);
    virtual.advance(span);
  }

  VirtualTime virtual() {
    return time.orElseThrow(
        () -> new IllegalStateException("This kit lives by real time: see virtualTime()."));
  }

  /** What was said and what happened, a line each, with seconds since the start. */
  public String conversation() {
    return parts.conversation().text();
  }

  /**
   * Fails when the server saw something that the real one would refuse, unless the kit is lenient.
   */
  public void verify() {
    List<Violation> violations = built.lenient ? List.of() : sandbox.violations();
    if (!violations.isEmpty()) {
      StringBuilder came = new StringBuilder();
      violations.forEach(
          each -> came.append("\n  ").append(each.rule()).append(": ").append(each.detail()));
      throw failure("The server expected no violation of the protocol", came.toString());
    }
  }

  Parts parts() {
    return parts;
  }

  /** Waits until something holds. */
  void await(BooleanSupplier holds, String expected, Supplier<String> came) {
    Optional<Boolean> held =
        parts.waiting().await(() -> Optional.of(true).filter(yes -> holds.getAsBoolean()));
    if (held.isEmpty()) {
      throw failure(expected, came.get());
    }
  }

  boolean isIdle() {
    return bots().stream().allMatch(bot -> bot.work().open().isEmpty());
  }

  String openWork() {
    return bots().stream()
        .flatMap(bot -> bot.work().open().stream().map(parts.conversation()::quote))
        .toList()
        .toString();
  }

  /** A message is on its way to the account or group of this key. */
  void sent(String id, String key) {
    List<String> readers = key.indexOf('@') < 0 ? List.of(key) : sandbox.groups().members(key);
    bots().stream()
        .filter(bot -> readers.contains(bot.phone()))
        .forEach(bot -> bot.work().expect(id));
  }

  String nothingCame() {
    return "nothing within " + parts.waiting().patience().toMillis() / 1000.0 + " s";
  }

  AssertionError failure(String expected, String came) {
    return new KitFailure(expected, came, conversation());
  }

  /** Ends the client and the server. */
  @Override
  public void close() {
    try {
      client.close();
    } finally {
      sandbox.close();
    }
  }

  /** How a kit is built; every part has a default. */
  public static final class Builder {
    private final Map<String, String> settings = new LinkedHashMap<>();
    private Duration patience = Duration.ofSeconds(20);
    private boolean lenient;
    private boolean virtual;
    private Storage storage = new MemoryStorage();
    private SandboxOptions options = SandboxOptions.defaults();

    private Builder() {}

    /** How long, in real time, an expectation waits; 20 seconds without this. */
    public Builder patience(Duration longest) {
      patience = requireNonNull(longest, "patience");
      return this;
    }

    /** {@link #verify} does not mind violations of the protocol. */
    public Builder lenient() {
      lenient = true;
      return this;
    }

    /**
     * The timers of client and server move only by {@link #advance}, and slowly while an
     * expectation waits; the network stays in real time.
     */
    public Builder virtualTime() {
      virtual = true;
      return this;
    }

    /** Keeps accounts here, memory without this. It must hold no account of another server. */
    public Builder storage(Storage other) {
      storage = requireNonNull(other, "storage");
      return this;
    }

    /** A setting of all bots, by its key. */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** Options of the server; its clock and timer are the kit's when time is virtual. */
    public Builder server(SandboxOptions other) {
      options = requireNonNull(other, "options");
      return this;
    }

    /** Starts the server and the client. */
    public BotKit start() {
      return new BotKit(this);
    }
  }
}
