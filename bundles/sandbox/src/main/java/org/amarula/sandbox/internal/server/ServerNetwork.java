package org.amarula.sandbox.internal.server;

import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.phone.PhoneNetwork;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** Connects the phones to the handlers that also serve the sessions. On the lane. */
final class ServerNetwork implements PhoneNetwork {
  private StanzaHandler messages;
  private StanzaHandler receipts;
  private Post post;
  private Notices notices;

  /** Completes the network once its parts exist: they need the phones first. */
  void connect(StanzaHandler toMessages, StanzaHandler toReceipts, Post toPost, Notices toNotices) {
    messages = toMessages;
    receipts = toReceipts;
    post = toPost;
    notices = toNotices;
  }

  @Override
  public void message(Party from, Node message) {
    messages.handle(from, message);
  }

  @Override
  public void receipt(Party from, Node receipt) {
    receipts.handle(from, receipt);
  }

  @Override
  public void acknowledge(Party from, Node stanza) {
    post.answered(from.device(), stanza.tag(), stanza.requireAttribute("id"));
  }

  @Override
  public void keysTaken(Device device) {
    notices.keysTaken(device);
  }
}
