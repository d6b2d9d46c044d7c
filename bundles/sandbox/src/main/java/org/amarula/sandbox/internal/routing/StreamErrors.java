package org.amarula.sandbox.internal.routing;

import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;

/** The stream errors of spec transport.md 6.7. Stateless. */
public final class StreamErrors {
  private StreamErrors() {}

  /** An error with a code. */
  public static Node code(String code) {
    return Node.builder("stream:error").attribute("code", code).build();
  }

  /** An error of these parts, of which empty ones are left out; the code is 503 without any. */
  public static Node of(String code, String conflict, String child) {
    NodeBuilder error = Node.builder("stream:error");
    boolean nothing = code.isEmpty() && conflict.isEmpty() && child.isEmpty();
    if (nothing || !code.isEmpty()) {
      error.attribute("code", nothing ? "503" : code);
    }
    if (!conflict.isEmpty()) {
      error.child(conflict(conflict));
    }
    if (!child.isEmpty()) {
      error.child(Node.of(child));
    }
    return error.build();
  }

  /** Another connection took over: without a code, as mostly seen. */
  public static Node replaced() {
    return Node.builder("stream:error").child(conflict("replaced")).build();
  }

  private static Node conflict(String type) {
    return Node.builder("conflict").attribute("type", type).build();
  }
}
