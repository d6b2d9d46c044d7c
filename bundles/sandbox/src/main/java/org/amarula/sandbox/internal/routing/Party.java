package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;

/** A device as the source of a stanza: a session, or a phone inside this process. On the lane. */
public interface Party {
  /** Which device this is. */
  Device device();

  /** Answers it. */
  void send(Node node);

  /** Sends a last stanza and closes. */
  void end(Node last);
}
