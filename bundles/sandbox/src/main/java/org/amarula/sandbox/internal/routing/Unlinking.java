package org.amarula.sandbox.internal.routing;

import org.amarula.sandbox.internal.devices.Device;

/** Removes companions from their accounts. On the lane. */
public final class Unlinking {
  private final Post post;
  private final Notices notices;

  /** Closes sessions of this post. */
  public Unlinking(Post post, Notices notices) {
    this.post = post;
    this.notices = notices;
  }

  /** Forgets a companion, closes its session and tells the others. */
  public void unlink(Device device) {
    device.account().remove(device);
    post.drop(device);
    post.session(device)
        .ifPresent(session -> session.end(StreamErrors.of("401", "device_removed", "")));
    notices.removed(device);
  }
}
