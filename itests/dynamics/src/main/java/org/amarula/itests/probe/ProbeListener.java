package org.amarula.itests.probe;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.amarula.api.connection.Connection;
import org.amarula.api.connection.ConnectionListener;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.StateChanged;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Passes each event on to the sinks outside of the framework, as texts, and confirms it then.
 * Without a sink nothing is confirmed.
 */
final class ProbeListener implements ConnectionListener {
  private final BundleContext context;

  ProbeListener(BundleContext context) {
    this.context = context;
  }

  @Override
  public CompletionStage<Void> onEvent(Connection connection, Event event) {
    Map<String, String> fields = fields(event);
    fields.put("profile", connection.profile().name());
    fields.put("instance", connection.instanceId().toString());
    try {
      pass(fields);
      return CompletableFuture.completedFuture(null);
    } catch (InvalidSyntaxException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private void pass(Map<String, String> fields) throws InvalidSyntaxException {
    Collection<ServiceReference<Consumer>> sinks =
        context.getServiceReferences(Consumer.class, "(probe=sink)");
    if (sinks.isEmpty()) {
      throw new IllegalStateException("There is no sink.");
    }
    for (ServiceReference<Consumer> reference : sinks) {
      Consumer<Object> sink = context.getService(reference);
      try {
        sink.accept(fields);
      } finally {
        context.ungetService(reference);
      }
    }
  }

  private static Map<String, String> fields(Event event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("event", event.getClass().getSimpleName());
    if (event instanceof StateChanged change) {
      fields.put("state", change.state().text());
      change.reason().ifPresent(reason -> fields.put("reason", reason.code()));
    } else if (event instanceof PairingQr code) {
      fields.put("qr", code.qr());
    } else if (event instanceof InstanceTerminated end) {
      fields.put("reason", end.reason().code());
    } else if (event instanceof MessageReceived message) {
      fields.put("id", message.id());
      fields.put("chat", message.chat().toString());
      fields.put("author", message.author().toString());
      fields.put("fromMe", String.valueOf(message.fromMe()));
      fields.put("redelivered", String.valueOf(message.redelivered()));
      fields.put("text", message.content() instanceof Text text ? text.text() : "");
    }
    return fields;
  }
}
