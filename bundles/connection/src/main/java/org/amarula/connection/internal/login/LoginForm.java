package org.amarula.connection.internal.login;

import java.util.OptionalInt;

/**
 * What differs between clients in a login (D-6).
 *
 * @param lidDbMigrated whether sessions are keyed by hidden ids
 * @param lc the field of that name, or empty
 * @param pushName the push name to tell, or empty
 */
record LoginForm(boolean lidDbMigrated, OptionalInt lc, String pushName) {
  /** Ours: sessions are keyed by hidden ids. */
  static final LoginForm LID = new LoginForm(true, OptionalInt.of(1), "");
}
