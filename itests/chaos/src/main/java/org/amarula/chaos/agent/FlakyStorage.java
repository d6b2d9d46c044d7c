package org.amarula.chaos.agent;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.Profile;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.api.storage.Storage;

/** A storage that is the real one when there is no trouble. Lives as long as the real service. */
final class FlakyStorage implements Storage {
  private final Storage real;
  private final StorageTrouble trouble;
  private final ScheduledExecutorService timer;
  private final boolean forgetful;

  /**
   * A wrapper.
   *
   * @param forgetful the planted fault: the inbox's rows are confirmed and never written
   */
  FlakyStorage(
      Storage real, StorageTrouble trouble, ScheduledExecutorService timer, boolean forgetful) {
    this.real = real;
    this.trouble = trouble;
    this.timer = timer;
    this.forgetful = forgetful;
  }

  @Override
  public ProfileStorage open(Profile profile) {
    if (trouble.hits(StorageTrouble.Kind.FAILING_OPENS, profile.name())) {
      throw StorageTrouble.failure();
    }
    return new FlakyProfileStorage(real.open(profile), trouble, timer, forgetful);
  }

  @Override
  public List<Profile> profiles() {
    return real.profiles();
  }

  @Override
  public CompletionStage<Void> delete(Profile profile) {
    return real.delete(profile);
  }
}
