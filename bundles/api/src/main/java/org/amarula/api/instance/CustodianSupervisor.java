package org.amarula.api.instance;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The custodians of one instance: one per remote user, each the only writer of its records. */
@ProviderType
public interface CustodianSupervisor {
  /** The users that have a custodian now, redacted. */
  List<String> users();

  /** How many operations wait or run. */
  int pending();
}
