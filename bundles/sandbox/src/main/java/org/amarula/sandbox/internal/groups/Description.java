package org.amarula.sandbox.internal.groups;

import java.time.Instant;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;

/** The description of a group; its id is the {@code prev} of the next change. */
record Description(String id, String body, Account author, Instant at) {

  /** The description that a request holds. */
  static Description of(Account author, Node node, Instant now) {
    String body = node.requireChild("body").contentAsString().orElse("");
    return new Description(node.requireAttribute("id"), body, author, now);
  }
}
