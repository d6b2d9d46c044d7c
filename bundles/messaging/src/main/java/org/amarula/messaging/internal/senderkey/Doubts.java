package org.amarula.messaging.internal.senderkey;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.amarula.api.jid.Jid;

/**
 * Whose devices may have lost our sender keys, and when: an acknowledgement confirms nothing for
 * those who came to be doubted after its message was made. The oldest are forgotten, and then count
 * as everybody. Added to in the custody of our own account. Thread-safe.
 */
public final class Doubts {
  private static final int REMEMBERED = 1024;

  private final Map<Jid, Long> last = new LinkedHashMap<>(); // by account; guarded by this
  private long now; // guarded by this
  private long forgotten; // the youngest that was; guarded by this

  /** A mark for {@link #isDoubted}: what is doubted until now. */
  public synchronized long mark() {
    return now;
  }

  /** The devices of an account may have lost our keys. */
  public synchronized void add(Jid account) {
    last.remove(account);
    last.put(account, ++now);
    if (last.size() > REMEMBERED) {
      Iterator<Long> oldest = last.values().iterator();
      forgotten = oldest.next();
      oldest.remove();
    }
  }

  /** Whether an account came to be doubted after the mark. */
  public synchronized boolean isDoubted(Jid account, long mark) {
    return mark < forgotten || last.getOrDefault(account, 0L) > mark;
  }
}
