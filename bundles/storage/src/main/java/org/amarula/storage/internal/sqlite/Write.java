package org.amarula.storage.internal.sqlite;

import java.sql.SQLException;

/** A change that belongs into one transaction. Run twice when its group failed the first time. */
interface Write {
  void to(WriteConnection connection) throws SQLException;
}
