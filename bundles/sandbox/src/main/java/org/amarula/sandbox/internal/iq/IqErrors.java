package org.amarula.sandbox.internal.iq;

import org.amarula.codec.Node;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.internal.routing.Answers;

/** The error that an {@code iqError} fault asks for. */
final class IqErrors {
  private IqErrors() {}

  static Node of(Node iq, Fault fault) {
    return Answers.error(
        iq,
        Integer.parseInt(fault.shape("code", "500")),
        fault.shape("text", "internal-server-error"));
  }
}
