package org.amarula.api.storage;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.Profile;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A place where profiles are kept. One per framework; thread-safe. A second process on the same
 * place is refused when the storage is opened.
 */
@ConsumerType
public interface Storage {
  /**
   * Opens a profile, new or known. Its holder is its only writer.
   *
   * @throws org.amarula.api.StorageException when the profile is open already, or is damaged: a
   *     damaged profile never reads as a new one
   */
  ProfileStorage open(Profile profile);

  /** The profiles that hold anything, ordered by name. Blocks for local I/O. */
  List<Profile> profiles();

  /**
   * Removes a closed profile with all that it holds; completes when that is durable. Fails with
   * {@link org.amarula.api.StorageException} when the profile is open. One that holds nothing is
   * removed already.
   */
  CompletionStage<Void> delete(Profile profile);
}
