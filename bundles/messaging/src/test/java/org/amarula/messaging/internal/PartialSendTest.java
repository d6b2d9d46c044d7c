package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.DeviceUnverified;
import org.amarula.api.jid.Jid;
import org.amarula.api.send.SendResult;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.prekey.BundleFetch;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one device or user lacks is its own loss only, spec/signal.md 2.3, 5.3 and 6.1. */
class PartialSendTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private TestDevice laptop;

  @BeforeEach
  void meet() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    laptop = server.device("1002", 3);
  }

  private void without(TestDevice device) {
    server.changeBundles(
        user ->
            user.requireJidAttribute("jid").equals(device.lid())
                ? Node.builder("user")
                    .attribute("jid", device.lid())
                    .child(Node.builder("error").attribute("code", "404").build())
                    .build()
                : user);
  }

  @Test
  void deviceWithoutKeysIsLeftOutAndTold() {
    without(laptop);
    assertThat(alice.send(bob.pn(), "hello")).isInstanceOf(SendResult.Accepted.class);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(alice.events(DeviceRefused.class))
        .containsExactly(new DeviceRefused(laptop.lid(), "no-keys"));
    server.changeBundles(user -> user);
    alice.send(bob.pn(), "again");
    server.steps().run();
    assertThat(laptop.texts()).containsExactly("again");
  }

  @Test
  void companionWithoutAProofGetsTheMessageAndIsTold() {
    server.changeBundles(
        user -> {
          NodeBuilder bare = Node.builder("user").attribute("jid", user.requireJidAttribute("jid"));
          user.children().stream()
              .filter(child -> !child.is("device-identity"))
              .forEach(bare::child);
          return bare.build();
        });
    alice.send(bob.pn(), "hello");
    alice.send(bob.pn(), "again");
    server.steps().run();
    assertThat(laptop.texts()).containsExactly("hello", "again");
    assertThat(alice.events(DeviceUnverified.class))
        .containsExactly(new DeviceUnverified(laptop.lid()));
  }

  @Test
  void memberWithoutKeysLeavesTheGroupMessageToTheOthers() {
    TestDevice carol = server.device("1003", 0);
    Jid group = server.groups().create(alice, bob, carol);
    without(carol);
    alice.send(group, "hello");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("hello");
    assertThat(laptop.texts()).containsExactly("hello");
    assertThat(alice.events(DeviceRefused.class)).hasSize(1);
    server.changeBundles(user -> user);
    alice.send(group, "again");
    server.steps().run();
    assertThat(carol.texts()).containsExactly("hello", "again"); // she asked with keys of her own
  }

  @Test
  void bundlesAskedForTwiceAtOnceAreFetchedOnce() {
    LocalIdentity identity =
        new LocalIdentity(alice.credentials().identity(), alice.credentials().registrationId());
    Link link =
        Link.of(alice.stream(), alice.credentials(), SignalProtocols.standard().sessions(identity));
    int before = server.queries(alice).size();
    BundleFetch bundles = new BundleFetch();
    var one = bundles.fetch(link, List.of(bob.lid()));
    var both = bundles.fetch(link, List.of(bob.lid(), laptop.lid()));
    FetchedBundle first = server.steps().await(one).get(bob.lid());
    assertThat(server.steps().await(both)).containsEntry(bob.lid(), first).hasSize(2);
    assertThat(
            server.queries(alice).stream()
                .skip(before)
                .map(query -> query.requireChild("key").children("user").size()))
        .containsExactly(1, 1); // each device once: an answer uses up a key
  }

  @Test
  void largeAudienceIsAskedForInQueriesOfAHundred() {
    TestDevice[] all = new TestDevice[131];
    all[0] = alice;
    for (int i = 1; i < all.length; i++) {
      all[i] = server.device("7" + (1000 + i), 0);
    }
    Jid group = server.groups().create(all);
    int before = server.queries(alice).size();
    alice.send(group, "hello");
    server.steps().run();
    assertThat(all[130].texts()).containsExactly("hello");
    assertThat(
            server.queries(alice).stream()
                .skip(before)
                .flatMap(query -> query.child("key").stream())
                .map(key -> key.children("user").size()))
        .containsExactly(100, 30);
    assertThat(
            server.queries(alice).stream()
                .skip(before)
                .flatMap(query -> query.child("usync").stream())
                .map(usync -> usync.requireChild("list").children("user").size()))
        .containsExactly(100, 31);
  }
}
