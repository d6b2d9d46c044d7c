package org.amarula.shell.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.content.Content;
import org.amarula.api.content.Text;
import org.amarula.api.event.ChildRestarted;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.Event;
import org.amarula.api.event.EventsMissed;
import org.amarula.api.event.HistoryKind;
import org.amarula.api.event.HistoryLost;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.InstanceTerminated;
import org.amarula.api.event.ListenerHeld;
import org.amarula.api.event.MessageParked;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.OutboxDropped;
import org.amarula.api.event.OutboxParked;
import org.amarula.api.event.OutboxSettled;
import org.amarula.api.event.Paired;
import org.amarula.api.event.PairingCodeEnded;
import org.amarula.api.event.PairingCodeIssued;
import org.amarula.api.event.PairingQr;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.StanzaRejected;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;

/**
 * An event as the shell prints it.
 *
 * @param json for programs
 * @param text for people
 */
record EventLine(Map<String, Object> json, String text) {
  static EventLine of(Profile profile, InstanceId instance, Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("event", name(event));
    json.put("profile", profile.name());
    String text = profile + " " + describe(event, instance, json);
    return new EventLine(json, text);
  }

  /** What a message says, as far as the shell can show it. */
  static String shown(Content content) {
    return content instanceof Text text ? text.text() : "[" + content.kind() + "]";
  }

  private static String name(Event event) {
    if (event instanceof PairingQr) {
      return "qr";
    }
    if (event instanceof PairingCodeIssued) {
      return "pairing-code";
    }
    if (event instanceof StateChanged) {
      return "state";
    }
    if (event instanceof MessageReceived) {
      return "message";
    }
    if (event instanceof ReceiptReceived) {
      return "receipt";
    }
    return CommandFailure.words(event.getClass());
  }

  private static String describe(Event event, InstanceId instance, Map<String, Object> json) {
    if (event instanceof PairingQr qr) {
      json.put("qr", qr.qr());
      return "shows a new code";
    }
    if (event instanceof PairingCodeIssued issued) {
      json.put("code", issued.code().display());
      json.put("expiresAt", issued.code().expiresAt().toString());
      return "shows a new code to be typed";
    }
    if (event instanceof StateChanged change) {
      return state(change, instance, json);
    }
    if (event instanceof MessageReceived message) {
      return message(message, json);
    }
    if (event instanceof ReceiptReceived receipt) {
      json.put("ids", receipt.ids());
      json.put("chat", receipt.chat().toString());
      json.put("status", receipt.status().text());
      return "receipt " + receipt.status().text() + " " + receipt.ids();
    }
    return rare(event, json);
  }

  private static String state(StateChanged change, InstanceId id, Map<String, Object> json) {
    json.put("instanceId", id.value());
    json.put("state", change.state().text());
    change.reason().ifPresent(reason -> json.put("reason", reason.code()));
    return change.state().text() + change.reason().map(reason -> ": " + reason.text()).orElse("");
  }

  private static String message(MessageReceived message, Map<String, Object> json) {
    json.put("id", message.id());
    json.put("chat", message.chat().toString());
    json.put("author", message.author().toString());
    message.aliases().of(message.chat()).ifPresent(jid -> json.put("chatAlias", jid.toString()));
    message
        .aliases()
        .of(message.author())
        .ifPresent(jid -> json.put("authorAlias", jid.toString()));
    if (message.content() instanceof Text text) {
      json.put("text", text.text());
    }
    json.put("kind", message.content().kind());
    json.put("fromMe", message.fromMe());
    json.put("redelivered", message.redelivered());
    String arrow = message.fromMe() ? " -> " : " <- ";
    Jid chat = message.aliases().phoneNumber(message.chat());
    return arrow.strip() + " " + chat + author(message) + ": " + shown(message.content());
  }

  // In a group the chat does not say who wrote it.
  private static String author(MessageReceived message) {
    return message.fromMe() || message.author().equals(message.chat())
        ? ""
        : " " + message.aliases().phoneNumber(message.author());
  }

  private static String rare(Event event, Map<String, Object> json) {
    if (event instanceof PairingCodeEnded ended) {
      json.put("reason", ended.end().code());
      return "shows no code any more: " + ended.end().text();
    }
    if (event instanceof Paired paired) {
      json.put("own", paired.own().toString());
      return "is paired as " + paired.own();
    }
    if (event instanceof MessageUnreadable unreadable) {
      json.put("id", unreadable.id());
      json.put("chat", unreadable.chat().toString());
      json.put("reason", unreadable.reason());
      json.put("retried", unreadable.retried());
      return "cannot read " + unreadable.id() + ": " + unreadable.reason();
    }
    if (event instanceof IdentityChanged changed) {
      json.put("device", changed.device().toString());
      json.put("needsApproval", changed.needsApproval());
      return "sees a new identity of "
          + changed.device()
          + (changed.needsApproval() ? ", to be approved" : "");
    }
    if (event instanceof DeviceRefused refused) {
      json.put("device", refused.device().toString());
      json.put("check", refused.check());
      return "leaves out " + refused.device() + ": " + refused.check();
    }
    if (event instanceof DeviceUnverified unverified) {
      json.put("device", unverified.device().toString());
      return "hears an unverified device " + unverified.device();
    }
    if (event instanceof StanzaRejected rejected) {
      json.put("tag", rejected.tag());
      json.put("problem", rejected.problem());
      return "rejects a stanza " + rejected.tag() + ": " + rejected.problem();
    }
    if (event instanceof InstanceTerminated ended) {
      json.put("reason", ended.reason().code());
      return "has ended: " + ended.reason().text();
    }
    return supervised(event, json);
  }

  private static String supervised(Event event, Map<String, Object> json) {
    if (event instanceof ChildRestarted restarted) {
      json.put("role", restarted.role());
      json.put("cause", restarted.cause());
      return "restarted its " + restarted.role() + ": " + restarted.cause();
    }
    if (event instanceof ListenerHeld held) {
      json.put("listener", held.listener());
      json.put("thread", held.thread());
      return "waits for " + held.listener() + ", which holds " + held.thread();
    }
    if (event instanceof EventsMissed missed) {
      json.put("consumer", missed.consumer());
      json.put("count", missed.count());
      json.put("reason", missed.reason());
      return "did not tell "
          + missed.consumer()
          + " "
          + missed.count()
          + " events: "
          + missed.reason();
    }
    if (event instanceof MessageParked parked) {
      json.put("subscription", parked.subscription());
      json.put("chat", parked.chat().toString());
      json.put("author", parked.author().toString());
      json.put("id", parked.id());
      json.put("tries", parked.tries());
      return "parks " + parked.id() + " for " + parked.subscription();
    }
    return durable(event, json);
  }

  private static String durable(Event event, Map<String, Object> json) {
    if (event instanceof OutboxSettled settled) {
      json.put("id", settled.id());
      json.put("chat", settled.chat().toString());
      if (settled.result() instanceof SendResult.Rejected rejected) {
        json.put("result", "rejected");
        json.put("code", rejected.code());
        return "sent " + settled.id() + ", which was rejected: " + rejected.reason();
      }
      json.put("result", "accepted");
      return "sent " + settled.id();
    }
    if (event instanceof OutboxParked parked) {
      json.put("id", parked.id());
      json.put("chat", parked.chat().toString());
      json.put("tries", parked.tries());
      json.put("problem", parked.problem());
      json.put("maybeSent", parked.maybeSent());
      return "parks " + parked.id() + " after " + parked.tries() + " tries: " + parked.problem();
    }
    if (event instanceof OutboxDropped dropped) {
      String reason = dropped.reason().name().toLowerCase(Locale.ROOT);
      json.put("id", dropped.id());
      json.put("chat", dropped.chat().toString());
      json.put("reason", reason);
      json.put("maybeSent", dropped.maybeSent());
      return "drops " + dropped.id() + ", which is " + reason;
    }
    return history(event, json);
  }

  private static String history(Event event, Map<String, Object> json) {
    if (event instanceof HistoryReceived history) {
      String kind = kind(history.kind());
      json.put("kind", kind);
      json.put("chunk", history.chunk());
      json.put("progress", history.progress());
      json.put("conversations", history.conversations());
      json.put("mappings", history.mappings());
      return "has history of the kind " + kind + ", " + history.progress() + " %";
    }
    if (event instanceof HistoryLost lost) {
      json.put("kind", kind(lost.kind()));
      json.put("chunk", lost.chunk());
      json.put("reason", lost.reason());
      return "lost history of the kind " + kind(lost.kind()) + ": " + lost.reason();
    }
    return event.toString();
  }

  private static String kind(HistoryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
