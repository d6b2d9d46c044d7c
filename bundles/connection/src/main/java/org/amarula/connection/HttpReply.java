package org.amarula.connection;

import java.util.Objects;

/** What an HTTP server answered. The body belongs to whoever asked. */
public final class HttpReply {
  private final int status;
  private final byte[] body;

  /**
   * An answer.
   *
   * @param status of HTTP, for instance 200
   * @param body not copied
   */
  public HttpReply(int status, byte[] body) {
    this.status = status;
    this.body = Objects.requireNonNull(body, "body");
  }

  /** The status, for instance 200. */
  public int status() {
    return status;
  }

  /** The body, not a copy of it. */
  public byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + ", " + body.length + " bytes]";
  }
}
