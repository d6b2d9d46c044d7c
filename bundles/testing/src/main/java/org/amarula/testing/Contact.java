package org.amarula.testing;

import org.amarula.api.jid.Jid;
import org.amarula.sandbox.phone.PhoneAccount;

/**
 * A scripted person with a simulated phone that really encrypts. What it does as a {@link Chat} it
 * does in its chat with the first bot of the kit; {@link #in} and {@link #with} lead to the others.
 * Thread-safe; lives as long as its kit.
 *
 * <pre>{@code
 * alice.sends("ping");
 * alice.expectReply("pong");
 * alice.in(team).sends("hello all");
 * }</pre>
 */
public final class Contact extends Chat implements Member {
  private final PhoneAccount account;
  private final BotKit kit;

  Contact(PhoneAccount account, BotKit kit) {
    super(kit, account);
    this.account = account;
    this.kit = kit;
  }

  @Override
  public String name() {
    return account.name();
  }

  @Override
  public String phone() {
    return account.phone();
  }

  @Override
  public Jid lid() {
    return Jid.of(account.lid(), Jid.LID);
  }

  /** This contact in a group. */
  public Chat in(Group group) {
    return new Chat(kit, account, group.address().toString(), group.subject());
  }

  /** This contact in the chat with one of several bots. */
  public Chat with(Bot bot) {
    return new Chat(kit, account, bot.phone(), bot.name());
  }

  @Override
  public String toString() {
    return name();
  }
}
