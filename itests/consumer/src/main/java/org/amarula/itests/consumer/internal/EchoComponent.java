package org.amarula.itests.consumer.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.osgi.service.component.annotations.Component;

/** Answers each text that reaches the account {@code bob}. */
// tag::echo
@Component(property = {"amarula.profile=bob", "amarula.subscription=echo"})
public final class EchoComponent implements ConnectionListener {
  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    if (event instanceof MessageReceived message
        && !message.fromMe()
        && message.content() instanceof Text text) {
      return connection
          .send(message.chat(), new Text("You said: " + text.text()))
          .thenAccept(result -> {});
    }
    return CompletableFuture.completedStage(null);
  }
}
// end::echo
