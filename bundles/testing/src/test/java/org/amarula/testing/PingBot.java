package org.amarula.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.content.Unsupported;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;

/** Answers each kind of content in a way of its own, in groups only when it is mentioned. */
final class PingBot implements ConnectionListener {
  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    return event instanceof MessageReceived message && !message.fromMe()
        ? answer(connection, message).thenAccept(done -> {})
        : CompletableFuture.completedStage(null);
  }

  private static CompletionStage<?> answer(Connection connection, MessageReceived message) {
    Content content = message.content();
    if (content instanceof Text text) {
      return text(connection, message, text);
    }
    if (content instanceof Reaction reaction) {
      return connection.send(message.chat(), new Text("thanks for " + reaction.emoji()));
    }
    if (content instanceof Edit edit && edit.content() instanceof Text text) {
      return connection.send(message.chat(), new Text("so it is " + text.text()));
    }
    if (content instanceof Revoke) {
      return connection.send(message.chat(), new Text("never mind"));
    }
    Unsupported other = (Unsupported) content;
    return connection.send(
        message.chat(), new Text(other.kind() + " of " + other.raw().length() + " bytes"));
  }

  private static CompletionStage<?> text(
      Connection connection, MessageReceived message, Text text) {
    if (message.chat().isGroup()) {
      boolean asked =
          text.mentions().stream()
              .anyMatch(jid -> connection.ownLid().filter(jid::sameUser).isPresent());
      return asked
          ? connection.send(
              message.chat(), new Text("here").quoting(new Quote(message.ref(), text.text())))
          : CompletableFuture.completedStage(null);
    }
    switch (text.text()) {
      case "ping":
        return connection.send(message.chat(), new Text("pong"));
      case "like":
        return connection.react(message.ref(), "+");
      case "fail":
        throw new IllegalStateException("asked to fail");
      case "quiet":
        return CompletableFuture.completedStage(null);
      default:
        return connection.send(message.chat(), new Text("what is " + text.text() + "?"));
    }
  }
}
