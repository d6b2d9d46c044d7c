package org.amarula.interop;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.report.Scan;

/**
 * A device that takes part in a scenario, whoever wrote it. What it is to see is waited for, with a
 * bound.
 */
interface Member {
  /** What came of its pairing. */
  Scan scan();

  /** Its account by number. */
  default String number() {
    return scan().phone() + "@" + Jid.PN;
  }

  /** Its account by hidden id. */
  default String lid() {
    return scan().lid() + "@" + Jid.LID;
  }

  /** Its name in the sandbox's record. */
  default String device() {
    return scan().phone() + ":" + scan().device();
  }

  /** Sends a text, which the server takes, and tells its id. */
  String send(String to, String text);

  /** Starts to send a text; {@link Sending#id} waits for the server. */
  Sending begins(String to, String text);

  /** Reacts to a message of somebody else. */
  String react(String chat, String id, Member author, String emoji);

  /** Says something else in a message of its own. */
  String edit(String chat, String id, String text);

  /** Deletes a message of its own for everyone. */
  String revoke(String chat, String id);

  /** Reads this text and tells the message's id. */
  String reads(String text);

  /** Sees this reaction to a message. */
  void seesReaction(String id, String emoji);

  /** Sees that a message says something else now. */
  void seesEdit(String id, String text);

  /** Sees that a message is deleted. */
  void seesDeletion(String id);

  /** Hears that a device of somebody has a message of its own. */
  void hearsDelivery(String id, Member reader);

  /** All that it read so far. */
  List<String> textsSoFar();

  /** How many messages it could not read so far, whether they came later or not. */
  int unreadable();

  /** Goes offline and keeps its credentials. */
  void rest();

  /** Logs in again. */
  void open();

  /** Makes a group and tells its address. */
  String createGroup(String subject, List<Member> members);

  /** Adds members to a group. */
  void add(String group, List<Member> members);

  /** Removes members from a group. */
  void remove(String group, List<Member> members);

  /** Sees that somebody is added to a group, or is in one that was made, for the nth time. */
  void seesAdded(String group, Member member, int nth);

  /** Sees that somebody is removed from a group for the nth time. */
  void seesRemoved(String group, Member member, int nth);

  /** A message on its way to the server. */
  interface Sending {
    String id();
  }

  /** Fits the nth event that fits. */
  static <E> Predicate<E> nth(int nth, Predicate<? super E> fits) {
    AtomicInteger seen = new AtomicInteger();
    return event -> fits.test(event) && seen.incrementAndGet() == nth;
  }
}
