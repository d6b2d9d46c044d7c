package org.amarula.api;

/**
 * The profile already runs, here or in another JVM on the same data directory. Two sockets on one
 * set of credentials would corrupt its ratchets.
 */
public final class ProfileInUseException extends AmarulaException {
  private final InstanceId instanceId;

  /** Names the profile and the instance that runs it. */
  public ProfileInUseException(Profile profile, InstanceId instanceId) {
    super("Profile '" + profile + "' is in use by instance " + instanceId + ".");
    this.instanceId = instanceId;
  }

  /** The instance that runs the profile. */
  public InstanceId instanceId() {
    return instanceId;
  }
}
