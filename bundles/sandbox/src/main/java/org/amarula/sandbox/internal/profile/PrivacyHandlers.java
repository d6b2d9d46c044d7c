package org.amarula.sandbox.internal.profile;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.devices.Profile;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;

/**
 * {@code privacy}, {@code blocklist}, {@code status} and {@code disappearing_mode}: settings of an
 * account (spec features.md 5.4 to 5.7). On the lane.
 */
public final class PrivacyHandlers {
  private static final int LONGEST_ABOUT = 139;

  private final Directory directory;
  private final ProfileNotices notices;
  private final Ledger ledger;
  private final SecureRandom random;

  /** Changes the profiles of these accounts. */
  public PrivacyHandlers(
      Directory directory, ProfileNotices notices, Ledger ledger, SecureRandom random) {
    this.directory = directory;
    this.notices = notices;
    this.ledger = ledger;
    this.random = random;
  }

  /** {@code privacy}. */
  public void privacy(Party from, Node iq) {
    Profile profile = from.device().account().profile();
    if (iq.child("tokens").isPresent()) {
      tokens(from, iq);
      return;
    }
    if (iq.hasAttribute("type", "set")) {
      List<Node> categories = iq.requireChild("privacy").children("category");
      for (Node category : categories) {
        if (!profile.privacy(
            category.requireAttribute("name"), category.requireAttribute("value"))) {
          from.send(Answers.error(iq, 400, "bad-request"));
          return;
        }
      }
      from.send(Answers.result(iq, privacy(profile)));
      notices.own(from.device(), privacy(profile));
      return;
    }
    from.send(Answers.result(iq, privacy(profile)));
  }

  private static Node privacy(Profile profile) {
    NodeBuilder privacy = Node.builder("privacy");
    profile
        .privacy()
        .forEach(
            (name, value) ->
                privacy.child(
                    Node.builder("category")
                        .attribute("name", name)
                        .attribute("value", value)
                        .build()));
    return privacy.build();
  }

  /** Spec signal.md 5.7: the contact gets the token, and owns what it lets us send. */
  private void tokens(Party from, Node iq) {
    from.send(Answers.result(iq));
    Account issuer = from.device().account();
    for (Node token : iq.requireChild("tokens").children("token")) {
      Jid user = token.requireJidAttribute("jid");
      Optional<Account> receiver = directory.find(user).filter(each -> each != issuer);
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      receiver.ifPresent(
          account ->
              notices.complete(
                  account,
                  notices
                      .notification(issuer.jid(user.server()), "privacy_token")
                      .attribute("sender_lid", issuer.jid(Jid.LID))
                      .child(
                          Node.builder("tokens")
                              .child(
                                  Node.builder("token")
                                      .attribute("type", "trusted_contact")
                                      .attribute("t", token.requireAttribute("t"))
                                      .attribute("jid", account.jid(user.server()))
                                      .bytes(bytes)
                                      .build())
                              .build())
                      .build()));
    }
  }

  /** {@code blocklist}. */
  public void blocklist(Party from, Node iq) {
    Account owner = from.device().account();
    if (!iq.hasAttribute("type", "set")) {
      from.send(Answers.result(iq, list(owner)));
      return;
    }
    Node item = iq.requireChild("item");
    Jid jid = item.requireJidAttribute("jid");
    boolean block = item.hasAttribute("action", "block");
    Optional<Account> other = directory.find(jid);
    if (!jid.isLid()) {
      ledger.violation(
          owner.phone(), from.device().id(), "blocklist-jid", "Who is blocked is named by LID.");
      from.send(Answers.error(iq, 400, "bad-request"));
    } else if (other.isEmpty() || !block && !item.hasAttribute("action", "unblock")) {
      from.send(Answers.error(iq, 400, "bad-request"));
    } else {
      String before = owner.profile().blocklistHash();
      owner.profile().block(other.get(), block);
      from.send(Answers.result(iq, list(owner)));
      Node told =
          Node.builder("item")
              .attribute("jid", other.get().jid(Jid.LID))
              .attribute("action", block ? "block" : "unblock")
              .build();
      notices.own(
          from.device(),
          Node.builder("blocklist")
              .attribute("action", "modify")
              .attribute("dhash", owner.profile().blocklistHash())
              .attribute("prev_dhash", before)
              .child(told)
              .build());
    }
  }

  private static Node list(Account owner) {
    NodeBuilder list = Node.builder("list").attribute("dhash", owner.profile().blocklistHash());
    owner.profile().blocked().stream()
        .map(account -> account.jid(Jid.LID))
        .sorted(java.util.Comparator.comparing(Jid::user))
        .forEach(jid -> list.child(Node.builder("item").attribute("jid", jid).build()));
    return list.build();
  }

  /** {@code status}: the about text, and who sees statuses. */
  public void status(Party from, Node iq) {
    Account owner = from.device().account();
    if (iq.child("privacy").isPresent()) {
      Node list =
          Node.builder("list").attribute("type", "contacts").attribute("default", "true").build();
      from.send(Answers.result(iq, Node.builder("privacy").child(list).build()));
      return;
    }
    String text = iq.requireChild("status").contentAsString().orElse("");
    if (text.codePointCount(0, text.length()) > LONGEST_ABOUT) {
      from.send(Answers.error(iq, 406, "not-acceptable"));
      return;
    }
    owner.profile().about(text, notices.clock().instant());
    from.send(Answers.result(iq));
    notices.others(
        owner.jid(Jid.PN), "status", Node.builder("set").text(text).build(), owner.contacts());
    notices.own(from.device(), Node.of("status"));
  }

  /** {@code disappearing_mode}: the timer of new chats. */
  public void disappearing(Party from, Node iq) {
    Profile profile = from.device().account().profile();
    long seconds = iq.requireChild("disappearing_mode").requireNumberAttribute("duration");
    profile.disappearing(seconds, notices.clock().instant());
    from.send(Answers.result(iq));
    notices.own(from.device(), timer(profile));
    notices.others(
        from.device().account().jid(Jid.PN),
        "disappearing_mode",
        timer(profile),
        from.device().account().contacts());
  }

  /** The timer as a node. */
  public static Node timer(Profile profile) {
    return Node.builder("disappearing_mode")
        .attribute("duration", profile.disappearing())
        .attribute("t", profile.disappearingSince().getEpochSecond())
        .build();
  }
}
