package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;

/** Where stanzas for the phones inside this process go. On the lane. */
public interface PhoneLine {
  /** Hands a stanza to the phone. */
  void receive(Device phone, Node stanza);
}
