package org.amarula.sandbox.internal.iq;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.keys.DeviceKeys;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code encrypt}: the key store (spec transport.md 9.8, signal.md 2.2 and 2.3). */
public final class EncryptHandler implements StanzaHandler {
  private final StanzaHandler fetch;
  private final KeyUpload upload;

  /** Shares the work with a handler of key fetches and one of uploads. */
  public EncryptHandler(StanzaHandler fetch, KeyUpload upload) {
    this.fetch = fetch;
    this.upload = upload;
  }

  @Override
  public void handle(Party from, Node iq) {
    DeviceKeys keys = from.device().keys();
    if (iq.child("count").isPresent()) {
      Node count = Node.builder("count").attribute("value", keys.count()).build();
      from.send(Answers.result(iq, count));
    } else if (iq.child("digest").isPresent()) {
      from.send(
          keys.count() == 0
              ? Answers.error(iq, 404, "item-not-found")
              : Answers.result(iq, Node.of("digest")));
    } else if (iq.child("key").isPresent()) {
      fetch.handle(from, iq);
    } else if (iq.child("rotate").isPresent()) {
      upload.rotate(from, iq);
    } else {
      upload.handle(from, iq);
    }
  }
}
