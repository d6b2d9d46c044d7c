package org.amarula.sandbox.internal.groups;

/** A request about a group that the server does not grant, with the code of its answer. */
public final class GroupRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  GroupRefusedException(int code, String text) {
    super(text);
    this.code = code;
  }

  static GroupRefusedException notFound() {
    return new GroupRefusedException(404, "item-not-found");
  }

  static GroupRefusedException notAdmin() {
    return new GroupRefusedException(401, "not-authorized");
  }

  static GroupRefusedException notMember() {
    return new GroupRefusedException(403, "forbidden");
  }

  static GroupRefusedException badRequest() {
    return new GroupRefusedException(400, "bad-request");
  }

  /** The error code, spec features.md 0. */
  public int code() {
    return code;
  }
}
