package org.amarula.storage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;

/**
 * Profiles in memory, for tests: a closed profile keeps its data and can be opened again, until
 * this object is garbage. Thread-safe. Stages are complete when they are returned.
 */
public final class MemoryStorage implements Storage {
  private final Map<Profile, MemoryEntries> profiles = new ConcurrentHashMap<>();
  private final Set<Profile> open = ConcurrentHashMap.newKeySet();

  @Override
  public ProfileStorage open(Profile profile) {
    claim(profile);
    MemoryEntries entries = profiles.computeIfAbsent(profile, name -> new MemoryEntries());
    return new MemoryProfileStorage(profile, entries, () -> open.remove(profile));
  }

  @Override
  public List<Profile> profiles() {
    return profiles.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    try {
      claim(profile);
    } catch (StorageException e) {
      return CompletableFuture.failedStage(e);
    }
    profiles.remove(profile);
    open.remove(profile);
    return CompletableFuture.completedStage(null);
  }

  private void claim(Profile profile) {
    if (!open.add(profile)) {
      throw new StorageException("Profile '" + profile + "' is open already.");
    }
  }
}
