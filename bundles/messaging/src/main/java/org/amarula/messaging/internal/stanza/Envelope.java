package org.amarula.messaging.internal.stanza;

import java.time.Instant;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;

/**
 * Who wrote a message to which chat, spec/signal.md 7.1. Read from the stanza's attributes alone,
 * which the server vouches for; nothing inside the message can change it.
 */
public final class Envelope {
  private static final int MAX_ID = 128; // spec/signal.md 5.6

  private final Node stanza;
  private final String id;
  private final Jid chat;
  private final Jid author;
  private final boolean fromMe;

  private Envelope(Node stanza, String id, Jid chat, Jid author, boolean fromMe) {
    this.stanza = stanza;
    this.id = id;
    this.chat = chat;
    this.author = author;
    this.fromMe = fromMe;
  }

  /** Reads the envelope of a message; fails when it must be refused with code 487. */
  public static Envelope read(Node stanza, OwnAddress own) throws RefusedEnvelopeException {
    String id = stanza.attribute("id").orElse("");
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw new RefusedEnvelopeException("The message has no usable id.");
    }
    Jid from =
        stanza
            .jidAttribute("from")
            .orElseThrow(() -> new RefusedEnvelopeException("The message has no sender."));
    if (from.isGroup() || from.isBroadcast()) {
      Jid author = participant(stanza);
      return new Envelope(stanza, id, from, author, own.isOwn(author));
    }
    if (from.server().equals("newsletter")) {
      return new Envelope(stanza, id, from, from, false);
    }
    if (from.server().equals("bot")) {
      Optional<Jid> target =
          stanza.child("meta").flatMap(meta -> meta.jidAttribute("target_chat_jid"));
      return new Envelope(stanza, id, target.orElse(from), from, false);
    }
    if (!Accounts.isPerson(from)) {
      throw new RefusedEnvelopeException("The message's sender is of an unknown kind.");
    }
    return oneToOne(stanza, own, id, from);
  }

  private static Envelope oneToOne(Node stanza, OwnAddress own, String id, Jid from)
      throws RefusedEnvelopeException {
    Optional<Jid> recipient = stanza.jidAttribute("recipient");
    if (own.isOwn(from)) {
      return new Envelope(stanza, id, recipient.orElse(from), from, true);
    }
    if (stanza.attribute("recipient").isPresent()
        && recipient.filter(jid -> jid.server().equals("bot")).isEmpty()) {
      throw new RefusedEnvelopeException("The message names a recipient but is not ours.");
    }
    return new Envelope(stanza, id, from, from, false);
  }

  private static Jid participant(Node stanza) throws RefusedEnvelopeException {
    Jid participant =
        stanza
            .jidAttribute("participant")
            .orElseThrow(() -> new RefusedEnvelopeException("The message names no participant."));
    if (!Accounts.isPerson(participant)) {
      throw new RefusedEnvelopeException("The message's participant is of an unknown kind.");
    }
    return participant;
  }

  /** The author's id for the message. */
  public String id() {
    return id;
  }

  /** The chat as the stanza names it. */
  public Jid chatDevice() {
    return chat;
  }

  /** The chat as an account. */
  public Jid chat() {
    return Accounts.of(chat);
  }

  /** The device that wrote it, as the stanza names it. */
  public Jid author() {
    return author;
  }

  /** Whether the own account wrote it. */
  public boolean fromMe() {
    return fromMe;
  }

  /** Who in a group wrote it. */
  public Optional<Jid> participant() {
    return stanza.jidAttribute("participant");
  }

  /** {@code lid} or {@code pn}; when not told, as the author's address is. */
  public String addressingMode() {
    return stanza
        .attribute("addressing_mode")
        .orElseGet(() -> Accounts.of(author).isLid() ? Jid.LID : "pn");
  }

  /** {@code peer} for the traffic among own devices. */
  public Optional<String> category() {
    return stanza.attribute("category");
  }

  /** Whether this belongs to the traffic among own devices. */
  public boolean isPeer() {
    return fromMe
        && (stanza.hasAttribute("category", "peer") || stanza.hasAttribute("type", "peer_msg"));
  }

  /** Whether the stanza waited at the server. */
  public boolean isBacklog() {
    return stanza.attribute("offline").isPresent(); // spec/transport.md 6.8: presence, not truth
  }

  /** The name that the author gives himself, or empty. */
  public String pushName() {
    return stanza.attribute("notify").filter(name -> name.length() <= 256).orElse("");
  }

  /** When the server took it; the epoch when it does not say. */
  public Instant at() {
    long seconds = stanza.numberAttribute("t").orElse(0);
    return seconds < 0 || seconds > 1L << 40 ? Instant.EPOCH : Instant.ofEpochSecond(seconds);
  }

  /** The other name of the author's account, spec/signal.md 8.1. */
  public Optional<Jid> authorAlternate() {
    if (fromMe) {
      return Optional.empty(); // both of ours are known since the login
    }
    return AlternateAddress.of(
        stanza, chat.isGroup() || chat.isBroadcast() ? "participant" : "sender", author);
  }

  /** The other name of the chat's account, for our own messages. */
  public Optional<Jid> chatAlternate() {
    return fromMe
        ? AlternateAddress.of(stanza, "peer_recipient", chat)
            .or(() -> AlternateAddress.of(stanza, "recipient", chat))
        : Optional.empty();
  }
}
