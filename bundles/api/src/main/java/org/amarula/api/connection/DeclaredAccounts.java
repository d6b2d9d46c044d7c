package org.amarula.api.connection;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of the accounts that configurations declare, one factory configuration {@code
 * org.amarula.connection~NAME} each. A singleton service, thread-safe.
 */
@ProviderType
public interface DeclaredAccounts {
  /** All declarations, ordered by the PIDs of their configurations. */
  List<DeclarationStatus> declarations();
}
