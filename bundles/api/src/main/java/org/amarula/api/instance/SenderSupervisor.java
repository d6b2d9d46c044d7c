package org.amarula.api.instance;

import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The senders of one instance: one per recipient, started on first use, ended when idle. A person
 * that is known by number and by hidden id is found by either name.
 */
@ProviderType
public interface SenderSupervisor {
  /** The recipients that have a sender now, redacted. */
  List<String> recipients();

  /** How many sends wait or run. */
  int pending();

  /** The sender of a recipient, while it has one. */
  Optional<ConversationSender> find(Jid recipient);
}
