package org.amarula.messaging.internal.receive;

import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.event.Event;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.InvalidMessageException;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.messaging.internal.prekey.SessionStart;
import org.amarula.messaging.internal.session.Approvals;
import org.amarula.messaging.internal.session.SessionTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who begins a session with us, spec/signal.md 6.5 and 9.3. For use in the author's custody. */
final class Authors {
  private static final Logger LOG = LoggerFactory.getLogger(Authors.class);

  private final SessionTable sessions;
  private final SessionStart starts;
  private final Approvals approvals;

  Authors(SessionTable sessions, Approvals approvals) {
    this.sessions = sessions;
    this.starts = new SessionStart(sessions);
    this.approvals = approvals;
  }

  static boolean isForgedPhone(Opener.Task task, Jid device) throws InvalidMessageException {
    return task.ciphertext().kind() == Ciphertext.Kind.PRE_KEY
        && SessionStart.isForgedPhone(
            task.link(), device, SessionCipher.identityOf(task.ciphertext().bytes()));
  }

  /**
   * Keeps the author's identity; to be called after the message that brought it was authenticated
   * (9.2). False when the message is not to be read: nobody vouches for its author, and the policy
   * is strict.
   */
  boolean keep(
      Opener.Task task, Jid device, Decrypted decrypted, Batch.Builder batch, List<Event> events) {
    Bytes identity = Bytes.wrap(decrypted.identityKey());
    Optional<Bytes> known = sessions.identity(device);
    if (device.device() != 0 && !isVouchedFor(task, device, identity)) {
      LOG.warn("Nobody vouches for the new companion {}.", device.redacted());
      events.add(new DeviceUnverified(device)); // 6.5: accepted all the same by default
      if (approvals.isStrict() && known.filter(identity::equals).isEmpty()) {
        return false;
      }
    }
    if (known.isPresent() && !known.get().equals(identity)) {
      events.add(new IdentityChanged(device, approvals.changed(batch, device)));
    }
    sessions.putIdentity(batch, device, identity);
    return true;
  }

  private boolean isVouchedFor(Opener.Task task, Jid device, Bytes identity) {
    Optional<byte[]> signed = task.stanza().child("device-identity").flatMap(Node::contentAsBytes);
    return signed.isPresent()
        && starts.failedCheck(task.link(), device, signed.get(), identity.toArray()).isEmpty();
  }
}
