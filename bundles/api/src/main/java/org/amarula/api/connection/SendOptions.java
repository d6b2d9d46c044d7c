package org.amarula.api.connection;

import org.amarula.api.send.SendResult;

/**
 * How a message is sent.
 *
 * @param isDurable whether it goes by the outbox
 * @param endsWhenStored whether the stage of a durable send completes once the message is stored,
 *     not with the server's answer
 */
public record SendOptions(boolean isDurable, boolean endsWhenStored) {
  /** Sent now or not at all. */
  public static final SendOptions DEFAULT = new SendOptions(false, false);

  /** Only what is durable is stored. */
  public SendOptions {
    if (endsWhenStored && !isDurable) {
      throw new IllegalArgumentException("Only a durable message is stored before it is sent.");
    }
  }

  /**
   * By the outbox: the message is stored first, also while the account is offline or not linked
   * yet, and is sent, under one id, until the server's acknowledgement is durable. The stage
   * completes with the server's answer, whenever it comes.
   */
  public static SendOptions durable() {
    return new SendOptions(true, false);
  }

  /**
   * By the outbox too, but the stage completes with {@link SendResult.Stored} as soon as the
   * message is on disk. What becomes of it is told by {@link org.amarula.api.event.OutboxSettled},
   * {@link org.amarula.api.event.OutboxParked} and {@link org.amarula.api.event.OutboxDropped}.
   */
  public static SendOptions durableUntilStored() {
    return new SendOptions(true, true);
  }
}
