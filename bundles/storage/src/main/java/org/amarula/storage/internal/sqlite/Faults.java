package org.amarula.storage.internal.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells in words what went wrong with a file. No key and no value goes into a message. */
final class Faults {
  private Faults() {}

  static StorageException of(Path file, Throwable cause) {
    if (cause instanceof StorageException known) {
      return known;
    }
    String message =
        switch (primaryCode(cause)) {
          case SQLITE_CORRUPT, SQLITE_NOTADB -> "The database " + file + " is damaged.";
          case SQLITE_FULL -> "The disk is full: the database " + file + " cannot grow.";
          case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
              "The database " + file + " cannot be opened for writing.";
          default -> "The database " + file + " could not be used: " + cause.getMessage() + ".";
        };
    return new StorageException(message, cause);
  }

  static StorageException damaged(Path file, String detail) {
    return new StorageException("The database " + file + " is damaged: " + detail + ".");
  }

  static StorageException damaged(Profile profile, String detail) {
    return new StorageException("Profile '" + profile + "' is damaged: " + detail + ".");
  }

  static StorageException closed(Path file) {
    return new StorageException("The database " + file + " is closed.");
  }

  private static SQLiteErrorCode primaryCode(Throwable cause) {
    if (cause instanceof SQLiteException sqlite) {
      return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
    }
    if (cause instanceof SQLException sql) {
      return SQLiteErrorCode.getErrorCode(sql.getErrorCode() & 0xff);
    }
    return SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
