package org.amarula.api;

/**
 * Somebody else uses the store: one framework at a time may have a data directory. Nothing is
 * damaged; it is free again when the other one has ended.
 */
public final class StorageInUseException extends StorageException {
  /** Tells which store is in use, and by whom, in a full sentence. */
  public StorageInUseException(String message) {
    super(message);
  }
}
