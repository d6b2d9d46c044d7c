package org.amarula.messaging.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.amarula.api.CrashedException;
import org.amarula.api.Profile;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;
import org.amarula.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

class CustodyTest {
  private static final Jid BOB = Jid.ofPhone("15550002");

  private final AtomicInteger crashes = new AtomicInteger();
  private final Custody custody =
      new Custody(
          new CrashingCustodians(),
          new Mappings(new MemoryStorage().open(Profile.of("alice"))),
          Runnable::run);

  @Test
  void aCustodianThatCrashesIsSurvived() {
    crashes.set(3);

    assertThat(custody.run(BOB, () -> done("value")).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10))
        .isEqualTo("value");
  }

  @Test
  void oneThatCrashesAgainAndAgainIsNot() {
    crashes.set(100);

    assertThat(custody.run(BOB, () -> done("value")).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(CrashedException.class);
    assertThat(crashes).hasValue(96);
  }

  @Test
  void aFailureOfTheOperationItselfIsToldAtOnce() {
    AtomicInteger begun = new AtomicInteger();

    CompletionStage<String> stage =
        custody.run(
            BOB,
            () -> {
              begun.incrementAndGet();
              return CompletableFuture.failedFuture(new IllegalStateException("bug"));
            });

    assertThat(stage.toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(begun).hasValue(1);
  }

  private static CompletionStage<String> done(String value) {
    return CompletableFuture.completedFuture(value);
  }

  /** Crashes as often as it is told to, before or after the operation ran. */
  private final class CrashingCustodians implements Custodians {
    @Override
    public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
      return runAll(java.util.List.of(user), operation);
    }

    @Override
    public <T> CompletionStage<T> runAll(
        Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
      if (crashes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return CompletableFuture.failedFuture(new CrashedException("custodian"));
      }
      return operation.get();
    }
  }
}
