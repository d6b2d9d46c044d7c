package org.amarula.supervision.internal.instance;

import java.util.List;
import org.amarula.api.InstanceId;
import org.amarula.api.Profile;
import org.amarula.api.instance.ChildStatus;
import org.amarula.api.instance.ConnectionSupervisor;
import org.amarula.api.instance.HeldCallback;
import org.amarula.api.instance.Role;
import org.amarula.api.jid.Jid;
import org.amarula.supervision.internal.callback.AccountCallbacks;
import org.amarula.supervision.internal.kernel.OneForOneSupervisor;

/** The supervisor as consumers see it. */
record TreeView(
    InstanceId instanceId, Profile profile, OneForOneSupervisor tree, AccountCallbacks callbacks)
    implements ConnectionSupervisor {
  @Override
  public List<ChildStatus> children() {
    return tree.children();
  }

  @Override
  public List<HeldCallback> heldCallbacks() {
    return callbacks.heldCallbacks();
  }

  @Override
  public void kill(Role role) {
    tree.crash(role, new KilledOnPurpose());
  }

  @Override
  public boolean kill(Role role, Jid user) {
    if (role != Role.SENDER_SUPERVISOR && role != Role.CUSTODIAN_SUPERVISOR) {
      throw new IllegalArgumentException("The " + role.text() + " has no children by user.");
    }
    return tree.child(role)
        .map(child -> ((LaneChild) child).crash(user, new KilledOnPurpose()))
        .orElse(false);
  }

  /** The crash that {@link #kill} makes. */
  private static final class KilledOnPurpose extends RuntimeException {
    KilledOnPurpose() {
      super("killed on purpose", null, false, false);
    }
  }
}
