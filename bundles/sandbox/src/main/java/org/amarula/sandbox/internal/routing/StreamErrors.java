package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;

/** The stream errors of spec transport.md 6.7. Stateless. */
public final class StreamErrors {
  private StreamErrors() {}

  /** An error with a code. */
  public static Node code(String code) {
    return Node.builder("stream:error").attribute("code", code).build();
  }

  /** An error with a code and a conflict. */
  public static Node conflict(String code, String type) {
    return Node.builder("stream:error").attribute("code", code).child(conflict(type)).build();
  }

  /** Another connection took over: without a code, as mostly seen. */
  public static Node replaced() {
    return Node.builder("stream:error").child(conflict("replaced")).build();
  }

  private static Node conflict(String type) {
    return Node.builder("conflict").attribute("type", type).build();
  }
}
