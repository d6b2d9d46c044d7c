package org.amarula.api.instance;

import java.util.List;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.jid.Jid;
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

  /**
   * Crashes one sender or one custodian on purpose: what waits for this recipient or user fails at
   * once, nobody else notices, and the next use starts a fresh one. False when there is none.
   *
   * @param role {@link Role#SENDER_SUPERVISOR} or {@link Role#CUSTODIAN_SUPERVISOR}
   * @throws IllegalArgumentException for another role
   */
  default boolean kill(Role role, Jid user) {
    return false;
  }
}
