package org.amarula.supervision.internal.instance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.amarula.api.AmarulaException;
import org.amarula.api.Bytes;
import org.amarula.api.CrashedException;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.messaging.SentMessages;
import org.amarula.supervision.internal.kernel.Child;

/**
 * Owns the table of sent messages, which outlives a crash of the connection. Its rows are in the
 * storage, where its successor finds them; a dead one refuses to be asked.
 */
final class TableOwnerChild implements Child, SentMessages {
  private final SentMessages table;
  private volatile boolean revoked;

  TableOwnerChild(SentMessages table) {
    this.table = table;
  }

  private SentMessages live() {
    if (revoked) {
      throw new CrashedException(Role.TABLE_OWNER.text());
    }
    return table;
  }

  @Override
  public void remember(Batch.Builder batch, Jid chat, String id, Bytes message) {
    live().remember(batch, chat, id, message);
  }

  @Override
  public Optional<Bytes> find(Jid chat, String id) {
    return live().find(chat, id);
  }

  @Override
  public boolean mayGoAgain(Jid chat, String id, Duration within) {
    return live().mayGoAgain(chat, id, within);
  }

  @Override
  public boolean goesAgain(Batch.Builder batch, Jid chat, String id, Bytes message) {
    return live().goesAgain(batch, chat, id, message);
  }

  @Override
  public int countAnswer(String id, Jid device) {
    return live().countAnswer(id, device);
  }

  @Override
  public List<RetryCount> answered(int most) {
    return live().answered(most);
  }

  @Override
  public int size() {
    return live().size();
  }

  @Override
  public int capacity() {
    return live().capacity();
  }

  @Override
  public Duration maxAge() {
    return live().maxAge();
  }

  @Override
  public Object service() {
    return this;
  }

  @Override
  public void revoke() {
    revoked = true;
  }

  @Override
  public void fence(AmarulaException reason) {
    revoked = true;
  }
}
