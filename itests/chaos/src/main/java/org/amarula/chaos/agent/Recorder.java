package org.amarula.chaos.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;

/**
 * The durable consumer: writes each message to its file before it confirms, and refuses some the
 * first time, as a consumer with a bad moment does. Thread-safe.
 */
final class Recorder implements ConnectionListener {
  private final Lines file;
  private final BiConsumer<String, String> codes;
  private final int oneIn;
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Set<String> texts = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean refusing = new AtomicBoolean();

  /**
   * A consumer.
   *
   * @param codes gets profile and QR text
   * @param oneIn how often a message is refused the first time
   */
  Recorder(Lines file, BiConsumer<String, String> codes, int oneIn) {
    this.file = file;
    this.codes = codes;
    this.oneIn = oneIn;
  }

  /** From now on some messages are refused once. */
  void refuse(boolean some) {
    refusing.set(some);
  }

  /** Whether a text has come, at whichever account. */
  boolean has(String text) {
    return texts.contains(text);
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    String account = connection.profile().name();
    if (event instanceof PairingQr code) {
      codes.accept(account, code.qr());
    } else if (event instanceof MessageReceived message) {
      return take(account, message);
    }
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> take(String account, MessageReceived message) {
    boolean refuse =
        refusing.get()
            && Math.floorMod(message.id().hashCode(), oneIn) == 0
            && refused.add(account + message.id());
    String text = message.content() instanceof Text said ? said.text() : "";
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("chat", message.chat().toString());
    facts.put("author", message.author().toString());
    facts.put("id", message.id());
    facts.put("fromMe", message.fromMe());
    facts.put("redelivered", message.redelivered());
    facts.put("text", text);
    file.add(refuse ? "refused" : "received", facts);
    if (!refuse) {
      texts.add(text);
      return CompletableFuture.completedFuture(null);
    }
    if (message.id().hashCode() / oneIn % 2 == 0) {
      throw new IllegalStateException("The consumer has a bad moment.");
    }
    return CompletableFuture.failedFuture(new IllegalStateException("A bad moment, later told."));
  }
}
