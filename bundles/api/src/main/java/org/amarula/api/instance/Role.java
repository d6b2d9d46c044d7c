package org.amarula.api.instance;

import java.util.Locale;
import java.util.Optional;

/** The roles of an instance's services, in the order in which they start. */
public enum Role {
  /** Names inside the instance. */
  REGISTRY,
  /** The retry cache. */
  TABLE_OWNER,
  /** One custodian per remote user. */
  CUSTODIAN_SUPERVISOR,
  /** The socket and the consumer's handle. */
  CONNECTION,
  /** One sender per recipient. */
  SENDER_SUPERVISOR,
  /** The tree itself. */
  SUPERVISOR;

  /** Service property: the instance's id. */
  public static final String INSTANCE_PROPERTY = "amarula.instance.id";

  /** Service property: the profile. */
  public static final String PROFILE_PROPERTY = "amarula.profile";

  /** Service property: the role. */
  public static final String ROLE_PROPERTY = "amarula.role";

  private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The value of the service property, for instance {@code table-owner}. */
  public String text() {
    return text;
  }

  /** The role of this text, if it is one. */
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
