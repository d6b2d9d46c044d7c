package org.amarula.supervision.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.Profile;
import org.amarula.api.StorageException;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.Namespace;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class FencedStorageTest {
  private static final Namespace SPACE = new Namespace("space");

  private final ProfileStorage below = new MemoryStorage().open(Profile.of("alice"));
  private final FencedStorage storage = new FencedStorage(below);

  @Test
  void itWritesUntilItIsRevoked() {
    assertThat(storage.commit(batch("a")).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10));

    storage.revoke();

    assertThat(storage.commit(batch("b")).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StorageException.class);
    assertThat(below.read(SPACE, "a")).isPresent();
    assertThat(below.read(SPACE, "b")).isEqualTo(Optional.empty());
    assertThat(storage.quiet().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void closingItLeavesTheStorageOpen() {
    storage.close();

    assertThat(below.commit(batch("a")).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10));
  }

  private static Batch batch(String key) {
    Batch.Builder batch = Batch.builder();
    batch.put(SPACE, key, Bytes.utf8("x"));
    return batch.build();
  }
}
