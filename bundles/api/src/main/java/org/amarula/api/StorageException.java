package org.amarula.api;

/**
 * The store could not read or write. Nothing of the failed batch was kept, and nothing that depends
 * on it has left the process.
 */
public sealed class StorageException extends AmarulaException permits StorageInUseException {
  /** Tells what failed, in a full sentence. */
  public StorageException(String message) {
    super(message);
  }

  /** Tells what failed, and why. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
