package org.amarula.api;

/**
 * This handle belongs to a connection that has crashed or was stopped. Take the new one from the
 * factory, the registry or the whiteboard.
 */
public final class StaleConnectionException extends AmarulaException {
  private final InstanceId instanceId;

  /** Tells which instance the handle belonged to. */
  public StaleConnectionException(InstanceId instanceId) {
    super("This handle of instance " + instanceId + " is no longer in use.");
    this.instanceId = instanceId;
  }

  /** The instance that the handle belonged to. */
  public InstanceId instanceId() {
    return instanceId;
  }
}
