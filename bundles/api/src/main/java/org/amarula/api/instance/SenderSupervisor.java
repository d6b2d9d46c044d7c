package org.amarula.api.instance;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The senders of one instance: one per recipient, started on first use, ended when idle. */
@ProviderType
public interface SenderSupervisor {
  /** The recipients that have a sender now, redacted. */
  List<String> recipients();

  /** How many sends wait or run. */
  int pending();
}
