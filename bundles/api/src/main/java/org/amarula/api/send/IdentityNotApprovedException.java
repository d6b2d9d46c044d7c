package org.amarula.api.send;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.amarula.api.AmarulaException;
import org.amarula.api.jid.Jid;

/**
 * Devices that the message would go to have a new identity that nobody has approved, under the
 * setting {@code identity.policy=strict}. Nothing was sent, to nobody; it can be sent after {@link
 * org.amarula.api.connection.Connection#approveIdentity} for each of {@link #users}.
 */
public final class IdentityNotApprovedException extends AmarulaException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // made from a collection that is serialisable
  private final List<Jid> users;

  /** The error that the identities of {@code users} are. */
  public IdentityNotApprovedException(Collection<Jid> users) {
    super(
        users.stream()
            .map(Jid::redacted)
            .collect(Collectors.joining(", ", "A new identity is not approved: ", ".")));
    this.users = List.copyOf(users);
  }

  /** The users whose devices have a new identity; our own account when a device of ours has. */
  public List<Jid> users() {
    return users;
  }
}
