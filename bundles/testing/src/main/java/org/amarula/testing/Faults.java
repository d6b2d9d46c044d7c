package org.amarula.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;

/**
 * The trouble that a kit's server makes on request. Each of these hits once; {@link #arm} takes any
 * other fault of the sandbox. Thread-safe; lives as long as its kit.
 */
public final class Faults {
  private final BotKit kit;

  Faults(BotKit kit) {
    this.kit = kit;
  }

  /**
   * The server cuts the bot's connection without a word; the bot comes back by itself: {@link
   * Bot#loseConnection}.
   */
  public void drop(Bot bot) {
    arm(Fault.once(FaultType.DROP, Map.of("account", bot.phone())));
  }

  /** The server ends the bot's stream with an error, for instance 503. */
  public void streamError(Bot bot, int code) {
    arm(
        Fault.once(
            FaultType.STREAM_ERROR,
            Map.of("account", bot.phone(), "code", Integer.toString(code))));
  }

  /** The next message from one to the other is acknowledged and gets lost. */
  public void loseMessage(Member from, Member to) {
    arm(Fault.once(FaultType.LOSE_MESSAGE, way(from, to)));
  }

  /**
   * The next message from one to the other is damaged on its way, so that it is asked for again.
   */
  public void damageMessage(Member from, Member to) {
    arm(Fault.once(FaultType.CORRUPT_ENC, way(from, to)));
  }

  /** The next message from one to the other is delivered twice. */
  public void duplicateMessage(Member from, Member to) {
    arm(Fault.once(FaultType.DUPLICATE, way(from, to)));
  }

  /** The next message from one to the other is delivered late. */
  public void delayMessage(Member from, Member to, Duration delay) {
    Map<String, String> fields = new HashMap<>(way(from, to));
    fields.put("ms", Long.toString(delay.toMillis()));
    arm(Fault.once(FaultType.DELAY, fields));
  }

  /** The server refuses the bot's next message, for instance with 479. */
  public void refuseMessage(Bot bot, int code) {
    arm(
        Fault.once(
            FaultType.ACK_ERROR, Map.of("from", bot.phone(), "code", Integer.toString(code))));
  }

  /** The copy for the one device that matters: the bot's, or the contact's phone. */
  private static Map<String, String> way(Member from, Member to) {
    String device = to instanceof Bot bot ? Integer.toString(bot.device()) : "0";
    return Map.of("from", from.phone(), "reader", to.phone(), "device", device);
  }

  /** Arms a fault. */
  public void arm(Fault fault) {
    kit.parts()
        .conversation()
        .happened("the server is told to make the fault " + fault.type().text());
    kit.sandbox().fault(fault);
  }

  /** Disarms what has not hit yet and tells how many faults that were. */
  public int disarm() {
    return kit.sandbox().disarm();
  }
}
