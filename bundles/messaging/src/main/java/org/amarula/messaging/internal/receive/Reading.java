package org.amarula.messaging.internal.receive;

import java.util.Optional;
import org.amarula.api.content.Content;
import org.amarula.proto.message.Message;

/** What was found in a message: content for the consumers, a duty for us, or a refusal. */
public final class Reading {
  private final Content content; // null when there is nothing to show
  private final boolean history;
  private final Message.SenderKeyDistributionMessage distribution;
  private final Message.ProtocolMessage own;
  private final String refusal;

  Reading(
      Optional<Content> content,
      boolean history,
      Message.SenderKeyDistributionMessage distribution,
      Message.ProtocolMessage own,
      String refusal) {
    this.content = content.orElse(null);
    this.history = history;
    this.distribution = distribution;
    this.own = own;
    this.refusal = refusal;
  }

  static Reading refused(String reason) {
    return new Reading(
        Optional.empty(),
        false,
        Message.SenderKeyDistributionMessage.getDefaultInstance(),
        Message.ProtocolMessage.getDefaultInstance(),
        reason);
  }

  /** What the consumers see. */
  public Optional<Content> content() {
    return Optional.ofNullable(content);
  }

  /** Whether our phone told of history, which has a receipt of its own. */
  boolean history() {
    return history;
  }

  /** The sender key that came along, without bytes when none did. */
  Message.SenderKeyDistributionMessage distribution() {
    return distribution;
  }

  /** What our own account tells its devices; empty when it says nothing, or another wrote it. */
  Message.ProtocolMessage own() {
    return own;
  }

  /** Why the message was dropped, or empty. */
  String refusal() {
    return refusal;
  }
}
