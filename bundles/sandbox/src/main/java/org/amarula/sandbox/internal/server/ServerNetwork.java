package org.amarula.sandbox.internal.server;

import java.util.Map;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.phone.PhoneNetwork;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** Connects the phones to the handlers that also serve the sessions. On the lane. */
final class ServerNetwork implements PhoneNetwork {
  private Map<String, StanzaHandler> handlers = Map.of();
  private Groups groups;
  private Post post;
  private Notices notices;

  /** Completes the network once its parts exist: they need the phones first. */
  void connect(Map<String, StanzaHandler> byTag, Groups toGroups, Post toPost, Notices toNotices) {
    handlers = byTag;
    groups = toGroups;
    post = toPost;
    notices = toNotices;
  }

  @Override
  public void message(Party from, Node message) {
    handlers.get("message").handle(from, message);
  }

  @Override
  public void receipt(Party from, Node receipt) {
    handlers.get("receipt").handle(from, receipt);
  }

  @Override
  public void say(Party from, Node stanza) {
    handlers.get(stanza.tag()).handle(from, stanza);
  }

  @Override
  public void tell(Device device, Node notification) {
    post.deliver(device, notification);
  }

  @Override
  public Optional<Group> group(Jid jid) {
    return groups.find(jid);
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
