package org.amarula.messaging.standalone;

import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.MessengerFactory;
import org.amarula.messaging.internal.MessengerComponent;

/** Where programs and tests without OSGi get the {@link MessengerFactory}. */
public final class Messengers {
  private Messengers() {}

  /** A factory; it holds nothing that needs to be closed. */
  public static MessengerFactory create() {
    return new MessengerComponent(SignalProtocols.standard());
  }
}
