package org.amarula.api.storage;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The keys and values of one profile. Thread-safe. Reads block for local I/O, see what was
 * committed when they begin, and throw {@link org.amarula.api.StorageException} when they cannot.
 */
@ConsumerType
public interface ProfileStorage extends AutoCloseable {
  /** The profile. */
  Profile profile();

  /** The value of a key. */
  Optional<Bytes> read(Namespace namespace, String key);

  /** The values of those of the keys that there are, in one round trip. */
  Map<String, Bytes> read(Namespace namespace, Collection<String> keys);

  /**
   * Up to {@code limit} entries whose keys begin with {@code prefix} and come after {@code after}
   * (empty: from the first), in the order of the keys' UTF-8 bytes.
   */
  Map<String, Bytes> scan(Namespace namespace, String prefix, String after, int limit);

  /** How many keys a namespace holds. */
  long count(Namespace namespace);

  /**
   * Writes a batch: all of it or nothing. Completes when it is durable, or fails with {@link
   * org.amarula.api.StorageException} and nothing of it was kept. Batches of one profile become
   * visible and durable in the order of the calls; one that fails does not hold up those after it.
   * Many may wait at once, up to a bound of the provider over which a batch fails at once.
   *
   * <p>What depends on the stage runs on a thread of the provider: let it be brief, or give it an
   * executor.
   */
  CompletionStage<Void> commit(Batch batch);

  /** Waits for pending batches and gives the profile back. Idempotent, bounded, never throws. */
  @Override
  void close();
}
