package org.amarula.stack;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.codec.Node;
import org.amarula.messaging.AccountStore;
import org.amarula.messaging.InboxSettings;
import org.amarula.messaging.Messenger;
import org.amarula.messaging.MessengerContext;
import org.amarula.messaging.MessengerFactory;
import org.amarula.messaging.OutboxSettings;
import org.amarula.messaging.ProfileInbox;
import org.amarula.messaging.ProfileOutbox;
import org.amarula.messaging.SentMessages;
import org.amarula.messaging.SentMessagesSettings;

/** Messengers that are the real ones, but for what a test makes of their stanzas. */
final class SickMessengers implements MessengerFactory {
  private final MessengerFactory below;
  private volatile Predicate<Node> crashes = stanza -> false;
  private volatile Consumer<String> login = profile -> {};

  SickMessengers(MessengerFactory below) {
    this.below = below;
  }

  /** Throws an error when one of these stanzas is handled. */
  void crashOn(Predicate<Node> stanzas) {
    crashes = stanzas;
  }

  /** Does this at every login, on the account's lane. */
  void atLogin(Consumer<String> action) {
    login = action;
  }

  @Override
  public AccountStore accounts(ProfileStorage storage) {
    return below.accounts(storage);
  }

  @Override
  public SentMessages sentMessages(SentMessagesSettings settings) {
    return below.sentMessages(settings);
  }

  @Override
  public ProfileInbox inbox(InboxSettings settings) {
    return below.inbox(settings);
  }

  @Override
  public ProfileOutbox outbox(OutboxSettings settings) {
    return below.outbox(settings);
  }

  @Override
  public Messenger create(MessengerContext context) {
    Messenger real = below.create(context);
    return (Messenger)
        Proxy.newProxyInstance(
            SickMessengers.class.getClassLoader(),
            new Class<?>[] {Messenger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("onStanza") && crashes.test((Node) arguments[0])) {
                throw new StackOverflowError();
              }
              if (method.getName().equals("login")) {
                login.accept(context.settings().profile().name());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
