package org.amarula.sandbox.internal.groups;

import java.util.Optional;

/** What a member may do (spec features.md 1.2). */
public enum Role {
  MEMBER,
  ADMIN,
  SUPERADMIN;

  /** Whether it may change the group. */
  public boolean isAdmin() {
    return this != MEMBER;
  }

  /** The value of the attribute {@code type}, which regular members lack. */
  Optional<String> text() {
    return this == MEMBER
        ? Optional.empty()
        : Optional.of(name().toLowerCase(java.util.Locale.ROOT));
  }
}
