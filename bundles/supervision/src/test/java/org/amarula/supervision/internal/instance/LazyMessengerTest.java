package org.amarula.supervision.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.amarula.messaging.Messenger;
import org.junit.jupiter.api.Test;

class LazyMessengerTest {
  private final List<String> calls = new ArrayList<>();
  private final Messenger lazy = new LazyMessenger(this::made);

  private Messenger made() {
    calls.add("made");
    return (Messenger)
        Proxy.newProxyInstance(
            Messenger.class.getClassLoader(),
            new Class<?>[] {Messenger.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return null;
            });
  }

  @Test
  void endOfAnAccountThatNeverConnectedMakesNone() {
    lazy.offline();
    lazy.close();

    assertThat(calls).isEmpty();
  }

  @Test
  void firstUseMakesIt() {
    lazy.keys();
    lazy.groups();
    lazy.offline();
    lazy.close();

    assertThat(calls).containsExactly("made", "keys", "groups", "offline", "close");
  }

  @Test
  void useAfterTheEndMeetsOneThatIsClosed() {
    lazy.close();
    lazy.keys();

    assertThat(calls).containsExactly("made", "close", "keys");
  }
}
