package org.amarula.supervision.internal.declared;

import org.amarula.api.connection.ConnectionSettings;

/** Keeps declared accounts running. Inside this bundle only; thread-safe. */
public interface Declarations {
  /** Starts an account and brings it back whenever its instance ends of itself. */
  Declaration declare(ConnectionSettings settings);
}
