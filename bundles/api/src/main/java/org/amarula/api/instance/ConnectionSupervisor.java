package org.amarula.api.instance;

import java.util.List;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.osgi.annotation.versioning.ProviderType;

/** The supervision tree of one instance. */
@ProviderType
public interface ConnectionSupervisor {
  /** The instance. */
  InstanceId instanceId();

  /** Its profile. */
  Profile profile();

  /** The children in start order. */
  List<ChildStatus> children();

  /** The calls of this account's consumers that did not come back and are moved aside. */
  default List<HeldCallback> heldCallbacks() {
    return List.of();
  }

  /**
   * Crashes a child on purpose, as a bug inside it would: it is rebuilt, its siblings keep running.
   *
   * @throws IllegalArgumentException when the role cannot be killed by itself ({@link
   *     Role#SUPERVISOR})
   */
  void kill(Role role);
}
