package org.amarula.storage;

import org.amarula.api.storage.Storage;

final class MemoryStorageTest extends StorageContract {
  private final MemoryStorage storage = new MemoryStorage();

  @Override
  Storage storage() {
    return storage;
  }
}
