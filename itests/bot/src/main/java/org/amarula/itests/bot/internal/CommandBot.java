package org.amarula.itests.bot.internal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.osgi.service.component.annotations.Component;

/**
 * Answers the commands that reach the account {@code bot}: all of them in private chats, in groups
 * those that mention it. Stateless, so that a message that comes twice does no harm.
 */
// tag::bot
@Component(property = {"amarula.profile=bot", "amarula.subscription=commands"})
public final class CommandBot implements ConnectionListener {
  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    if (event instanceof MessageReceived message
        && !message.fromMe()
        && message.content() instanceof Text text) {
      return command(connection, message, text)
          .flatMap(Commands::answer)
          .map(answer -> new Text(answer).quoting(new Quote(message.ref(), text.text())))
          .map(answer -> connection.send(message.chat(), answer).<Void>thenApply(sent -> null))
          .orElseGet(() -> CompletableFuture.completedStage(null));
    }
    return CompletableFuture.completedStage(null);
  }

  // end::bot

  /** What the message asks of this account. */
  private static Optional<String> command(
      Connection connection, MessageReceived message, Text text) {
    if (!message.chat().isGroup()) {
      return Optional.of(text.text());
    }
    boolean mentioned =
        text.mentions().stream()
            .anyMatch(
                jid ->
                    connection.ownLid().filter(jid::sameUser).isPresent()
                        || connection.ownAddress().filter(jid::sameUser).isPresent());
    return mentioned ? Optional.of(text.text().replaceFirst("^@\\d+", "")) : Optional.empty();
  }
}
