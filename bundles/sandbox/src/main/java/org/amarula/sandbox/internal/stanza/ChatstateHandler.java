package org.amarula.sandbox.internal.stanza;

import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code chatstate}: typing, passed on to who is there (spec transport.md 9.5). */
public final class ChatstateHandler implements StanzaHandler {
  private final Directory directory;
  private final Groups groups;
  private final Post post;

  /** Tells devices of this directory through this post. */
  public ChatstateHandler(Directory directory, Groups groups, Post post) {
    this.directory = directory;
    this.groups = groups;
    this.post = post;
  }

  @Override
  public void handle(Party from, Node chatstate) {
    Jid to = chatstate.requireJidAttribute("to");
    Account author = from.device().account();
    groups.find(to).filter(g -> g.has(author)).ifPresent(g -> pass(author, g, chatstate));
    directory.find(to).ifPresent(account -> pass(author, account, to, chatstate));
  }

  private void pass(Account author, Group group, Node chatstate) {
    Node passed =
        Node.builder("chatstate")
            .attribute("from", group.jid())
            .attribute("participant", author.jid(group.server()))
            .children(chatstate.children())
            .build();
    group.devices().stream()
        .filter(device -> device.account() != author)
        .forEach(device -> post.mention(device, passed));
  }

  private void pass(Account author, Account reader, Jid to, Node chatstate) {
    Node passed =
        Node.builder("chatstate")
            .attribute("from", author.jid(to.server()))
            .children(chatstate.children())
            .build();
    reader.devices().forEach(device -> post.mention(device, passed));
  }
}
