package org.amarula.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.internal.admin.AdminHandler;
import org.amarula.sandbox.internal.admin.AdminInfo;
import org.amarula.sandbox.internal.front.HttpFront;
import org.amarula.sandbox.internal.front.MediaHandler;
import org.amarula.sandbox.internal.front.TlsCertificate;
import org.amarula.sandbox.internal.server.ChatServer;
import org.amarula.sandbox.phone.SandboxPhone;
import org.amarula.sandbox.report.AppStateChange;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.SandboxStats;
import org.amarula.sandbox.report.Scan;
import org.amarula.sandbox.report.Violation;
import org.amarula.sandbox.tape.ReplayResult;
import org.amarula.sandbox.tape.Tape;
import org.eclipse.jetty.server.Handler;

/**
 * A running sandbox: a chat server on loopback, its accounts and their simulated phones. All state
 * is in memory. Free for any thread; ends with {@link #close()}, after which no thread and no
 * socket is left and every other method fails with {@link IllegalStateException}.
 */
public final class SandboxServer implements AutoCloseable {
  private final ChatServer chat;
  private final HttpFront front;
  private final String host;
  private final Path certificate;
  private final boolean secure;

  private SandboxServer(SandboxOptions options) {
    SecureRandom random = new SecureRandom();
    TlsCertificate tls = TlsCertificate.create(random);
    certificate = write(tls);
    secure = options.tls();
    host = options.host();
    chat = new ChatServer(options.settings(random));
    front = front(options, tls);
    chat.mediaHost(host + ":" + port());
  }

  private HttpFront front(SandboxOptions options, TlsCertificate tls) {
    try {
      AdminHandler admin = new AdminHandler(chat, this::info);
      MediaHandler media =
          new MediaHandler(chat.media(), chat.faults(), () -> host + ":" + port(), chat::broke);
      Handler.Abstract pages = new Handler.Sequence(admin, media);
      return new HttpFront(host, options.port(), tls, chat, pages, options.chunk());
    } catch (RuntimeException e) {
      chat.close();
      deleteCertificate();
      throw e;
    }
  }

  private static Path write(TlsCertificate made) {
    try {
      Path path = Files.createTempFile("amarula-sandbox-", ".pem");
      path.toFile().deleteOnExit();
      return Files.writeString(path, made.pem());
    } catch (IOException e) {
      throw new UncheckedIOException("The certificate cannot be written.", e);
    }
  }

  /**
   * Starts a server.
   *
   * @throws IllegalStateException when the port cannot be had
   */
  public static SandboxServer start(SandboxOptions options) {
    return new SandboxServer(options);
  }

  /** The WebSocket URL of the chat; {@code wss} with TLS. */
  public String url() {
    return (secure ? "wss://" : "ws://") + host + ":" + port() + "/ws/chat";
  }

  /** The port of chat and admin. */
  public int port() {
    return front.port();
  }

  /** The root that clients must trust, 64 hexadecimal digits. */
  public String rootPublicKey() {
    return HexFormat.of().formatHex(chat.rootPublicKey());
  }

  /** The PEM file of the TLS certificate, deleted at the end; empty without TLS. */
  public Optional<Path> chatCertificate() {
    return secure ? Optional.of(certificate) : Optional.empty();
  }

  /** The PEM file of the certificate with which media is served, deleted at the end. */
  public Path mediaCertificate() {
    return certificate;
  }

  /** Files on the media store, encrypted or not. */
  public SandboxMedia media() {
    return new SandboxMedia(chat.media());
  }

  /** The JSON line that a program reads to find the server. */
  public String listening() {
    return info().toJson().toString();
  }

  private AdminInfo info() {
    return new AdminInfo(
        url(),
        rootPublicKey(),
        host + ":" + port(),
        certificate.toString(),
        secure ? certificate.toString() : "");
  }

  /** The phone of a new account scans a QR text. */
  public Scan scan(String qr) {
    return chat.scan(qr, "", "");
  }

  /**
   * The phone with this number scans a QR text; the account is made when there is none.
   *
   * @throws IllegalArgumentException when the text is none or stands for no waiting connection
   * @throws IllegalStateException when a {@code registrationRefresh} asked for another code
   */
  public Scan scan(String qr, String phone, String name) {
    return chat.scan(qr, phone, name);
  }

  /** Types a link code on the phone with this number. */
  public void enterCode(String phone, String code, String name) {
    chat.enterCode(phone, code, name);
  }

  /**
   * Sends a text from one account's phone and tells the message id.
   *
   * @param toPhone another account in digits, the address of a group, or {@code status@broadcast}
   */
  public String send(String fromPhone, String toPhone, String text) {
    return chat.send(fromPhone, toPhone, text);
  }

  /**
   * The phone of an account, which is made when there is none.
   *
   * @param number in digits
   */
  public SandboxPhone phone(String number) {
    if (!number.matches("[1-9][0-9]{4,17}")) {
      throw new IllegalArgumentException("A phone number consists of digits, not " + number + ".");
    }
    return chat.phones().phone(number);
  }

  /** The phone number of a user's address, by number or hidden id; nothing for strangers. */
  public Optional<String> numberOf(String address) {
    return Jid.tryParse(address).flatMap(chat.phones()::number);
  }

  /** What phones send, and what reaches them. */
  public SandboxPhones phones() {
    return new SandboxPhones(chat.phones());
  }

  /** What phones do to groups. */
  public SandboxGroups groups() {
    return new SandboxGroups(chat.groups());
  }

  /** What reached an account's phone, readable or not, oldest first. */
  public List<ReceivedMessage> received(String phone) {
    return chat.received(phone);
  }

  /**
   * Whether phones hand each new companion the key of the app state, their push name and the
   * history, once it is online; off at the start.
   */
  public void greeting(boolean wanted) {
    chat.greeting(wanted);
  }

  /**
   * Whether the first chunk of history that a phone hands over is inside the message that tells it,
   * as at the start, or a file like the others.
   */
  public void inlineHistory(boolean wanted) {
    chat.inlineHistory(wanted);
  }

  /** What changed in the app state of an account, as its phone read it, oldest first. */
  public List<AppStateChange> appState(String phone) {
    return chat.appState(phone);
  }

  /**
   * Tells the companions of an account that data is dirty, at once and after each login, until they
   * clean it.
   *
   * @param type {@code account_sync} or {@code groups}
   */
  public void dirty(String phone, String type) {
    chat.dirty(phone, type);
  }

  /** Unlinks a companion, as its phone can; false when there is none. */
  public boolean unlink(String phone, int device) {
    return chat.unlink(phone, device);
  }

  /** Arms a fault. */
  public void fault(Fault fault) {
    chat.arm(fault);
  }

  /** Disarms the faults that have not hit yet and tells how many there were. */
  public int disarm() {
    return chat.disarm();
  }

  /**
   * Runs a task on the server's own thread, where all that it asks of this server is one step:
   * nothing that a client sends is looked at before the task has returned, so that what it notes
   * stands before every answer. What it throws comes out here.
   *
   * @param task must return soon and wait for nobody
   */
  public void inOneStep(Runnable task) {
    chat.inOneStep(task);
  }

  /** Sizes and counters. */
  public SandboxStats stats() {
    return chat.stats();
  }

  /**
   * Tells a listener of each violation as it happens, on the server's own thread: it must return
   * soon.
   */
  public void onViolation(Consumer<Violation> listener) {
    chat.onViolation(listener);
  }

  /**
   * Limits the requests and messages of each client in a calendar minute: the others are refused
   * with 429.
   *
   * @param perMinute 0, as at the start, for no limit
   */
  public void rateLimit(int perMinute) {
    if (perMinute < 0) {
      throw new IllegalArgumentException("A limit is not negative.");
    }
    chat.rateLimit(perMinute);
  }

  /** Whether stanzas are kept for {@link #transcript}; off at the start. */
  public void transcribe(boolean wanted) {
    chat.transcribe(wanted);
  }

  /**
   * The last stanzas while transcription was on, as lines of time, client, direction ({@code ->} to
   * the server) and node, redacted.
   *
   * @param phone an account in digits, or empty for all
   */
  public List<String> transcript(String phone) {
    return chat.transcript(phone);
  }

  /**
   * Plays the server's side of a recorded session to the client with the tape's number and device,
   * when it logs in next, whatever its keys are: the same stanzas in the same order, each after
   * what the client had sent before it. A client in the state of then does again what it did then;
   * one in another state meets the same structure with ciphertexts that it cannot read.
   *
   * @param inTime whether to keep the pauses of then, or to be as fast as the client
   * @param patience how long each stanza of the client's is waited for before it counts as missing
   * @return how it went, completed on the server's own thread
   */
  public CompletionStage<ReplayResult> replay(Tape tape, boolean inTime, Duration patience) {
    return chat.replay(tape, inTime, patience);
  }

  /** What clients sent and the real server would refuse, oldest first. */
  public List<Violation> violations() {
    return chat.violations();
  }

  @Override
  public void close() {
    front.close();
    chat.close();
    deleteCertificate();
  }

  private void deleteCertificate() {
    if (!certificate.toFile().delete()) {
      certificate.toFile().deleteOnExit(); // it is gone already, or its directory is
    }
  }
}
