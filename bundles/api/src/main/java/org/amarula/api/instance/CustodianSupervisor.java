package org.amarula.api.instance;

import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.osgi.annotation.versioning.ProviderType;

/** The custodians of one instance: one per remote user, each the only writer of its records. */
@ProviderType
public interface CustodianSupervisor {
  /** The users that have a custodian now, redacted. */
  List<String> users();

  /** How many operations wait or run. */
  int pending();

  /** The custodian of a user, while it has one. */
  Optional<Custodian> find(Jid user);
}
