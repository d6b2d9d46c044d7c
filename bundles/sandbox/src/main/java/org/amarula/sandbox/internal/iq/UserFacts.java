package org.amarula.sandbox.internal.iq;

import java.util.Optional;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Profile;
import org.amarula.sandbox.internal.profile.PrivacyHandlers;

/** What usync tells about a user besides devices (spec features.md 5.8). Stateless. */
final class UserFacts {
  private UserFacts() {}

  /** Adds what the query asks for, as far as the user lets this account see it. */
  static void add(Node query, Account account, Account asking, NodeBuilder answer) {
    Profile profile = account.profile();
    if (query.child("status").isPresent()) {
      answer.child(account.allows("status", asking) ? about(profile) : hidden("status"));
    }
    if (query.child("picture").isPresent()) {
      Optional<String> id = profile.picture().map(picture -> picture.id());
      boolean shown = account.allows("profile", asking);
      answer.child(
          id.isPresent() && shown
              ? Node.builder("picture").attribute("id", id.get()).build()
              : Node.of("picture"));
    }
    if (query.child("disappearing_mode").isPresent()) {
      answer.child(PrivacyHandlers.timer(profile));
    }
    if (query.child("business").isPresent()) {
      answer.child(Node.of("business"));
    }
  }

  private static Node about(Profile profile) {
    return Node.builder("status")
        .attribute("t", profile.aboutSince().getEpochSecond())
        .text(profile.about())
        .build();
  }

  private static Node hidden(String protocol) {
    Node error =
        Node.builder("error").attribute("code", 401).attribute("text", "not-authorized").build();
    return Node.builder(protocol).child(error).build();
  }
}
