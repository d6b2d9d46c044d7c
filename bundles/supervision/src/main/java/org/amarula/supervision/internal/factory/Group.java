package org.amarula.supervision.internal.factory;

import org.amarula.supervision.internal.instance.ServicePublisher;

/**
 * The registrations of one instance.
 *
 * @param publisher registers its services
 * @param dispose ends the group and takes back what is still registered
 */
record Group(ServicePublisher publisher, Runnable dispose) {
  /** A group outside of any framework. */
  static Group plain() {
    return new Group(ServicePublisher.NONE, () -> {});
  }
}
