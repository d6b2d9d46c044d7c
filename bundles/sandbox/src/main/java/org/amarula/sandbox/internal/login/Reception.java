package org.amarula.sandbox.internal.login;

import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;

/** What follows a successful login. On the lane. */
public interface Reception {
  /** Makes the session of a device that was just told of its success. */
  LinkOwner welcome(Link link, Device device);
}
