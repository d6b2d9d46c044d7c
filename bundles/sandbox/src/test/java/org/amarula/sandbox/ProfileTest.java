package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfileTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private Companion bob;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    bob = Companion.ready(server, BOB);
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
    server.close();
  }

  private static Node notice(Companion reader, String type) throws Exception {
    Node notice =
        reader.connection.expect(
            node -> node.is("notification") && node.hasAttribute("type", type));
    reader.ack(notice);
    return notice;
  }

  private void acquaint() throws Exception {
    server.send(ALICE, BOB, "hello");
    bob.receipt(bob.connection.expect("message"));
  }

  private static String code(Node answer) {
    return answer.child("error").flatMap(error -> error.attribute("code")).orElse("");
  }

  private static Node picture(Companion asking, Jid target) throws Exception {
    Node request =
        Node.builder("picture").attribute("type", "image").attribute("query", "url").build();
    NodeBuilder iq =
        Node.builder("iq")
            .attribute("id", asking.id())
            .attribute("to", Jid.SERVER)
            .attribute("target", target)
            .attribute("type", "get")
            .attribute("xmlns", "w:profile:picture");
    return asking.ask(iq.child(request).build());
  }

  private static Node jpeg(byte[] image) {
    return Node.builder("picture").attribute("type", "image").bytes(image).build();
  }

  @Test
  void pictureIsKeptServedAndToldToContacts() throws Exception {
    acquaint();
    assertThat(code(picture(bob, alice.lid.toUser()))).isEqualTo("404");
    Node set = alice.ask("set", "w:profile:picture", jpeg(JPEG));
    String id = set.requireChild("picture").requireAttribute("id");
    Node told = notice(bob, "picture").requireChild("set");
    assertThat(told.attribute("id")).contains(id);
    assertThat(told.requireJidAttribute("jid")).isEqualTo(alice.pn.toUser());
    Node shown = picture(bob, alice.lid.toUser()).requireChild("picture");
    assertThat(shown.attribute("id")).contains(id);
    assertThat(server.media().get(shown.requireAttribute("direct_path"))).isEqualTo(JPEG);
    assertThat(code(alice.ask("set", "w:profile:picture", jpeg(new byte[] {1, 2, 3, 4}))))
        .isEqualTo("406");
    alice.ask("set", "w:profile:picture", Node.of("picture"));
    notice(bob, "picture").requireChild("delete");
    assertThat(code(picture(bob, alice.lid.toUser()))).isEqualTo("404");
  }

  @Test
  void hiddenPictureIsNotShown() throws Exception {
    alice.ask("set", "w:profile:picture", jpeg(JPEG));
    alice.ask("set", "privacy", category("profile", "contacts"));
    assertThat(code(picture(bob, alice.lid.toUser()))).isEqualTo("401");
    acquaint();
    assertThat(picture(bob, alice.lid.toUser()).child("picture")).isPresent();
  }

  private static Node category(String name, String value) {
    Node category =
        Node.builder("category").attribute("name", name).attribute("value", value).build();
    return Node.builder("privacy").child(category).build();
  }

  @Test
  void groupPictureIsChangedByMembers() throws Exception {
    Jid group = Jid.parse(server.groups().create(ALICE, "G", List.of()));
    NodeBuilder iq =
        Node.builder("iq")
            .attribute("id", "p1")
            .attribute("to", Jid.SERVER)
            .attribute("target", group)
            .attribute("type", "set")
            .attribute("xmlns", "w:profile:picture")
            .child(jpeg(JPEG));
    assertThat(code(bob.ask(iq.build()))).isEqualTo("401");
    assertThat(alice.ask(iq.build()).child("picture")).isPresent();
    assertThat(notice(alice, "picture").requireJidAttribute("from")).isEqualTo(group);
    assertThat(picture(alice, group).child("picture")).isPresent();
  }

  @Test
  void privacyIsKeptAndToldToOwnDevices() throws Exception {
    Companion second = Companion.ready(server, ALICE);
    Node before = alice.ask("get", "privacy", Node.of("privacy")).requireChild("privacy");
    assertThat(before.children("category"))
        .hasSizeGreaterThanOrEqualTo(8)
        .allMatch(each -> each.hasAttribute("value", "all"));
    alice.ask("set", "privacy", category("readreceipts", "none"));
    assertThat(code(alice.ask("set", "privacy", category("readreceipts", "some"))))
        .isEqualTo("400");
    Node told =
        second.connection.expect(
            node -> node.is("notification") && node.child("privacy").isPresent());
    assertThat(told.attribute("type")).contains("account_sync");
    assertThat(second.ask("get", "privacy", Node.of("privacy")).requireChild("privacy").children())
        .anyMatch(
            each ->
                each.hasAttribute("name", "readreceipts") && each.hasAttribute("value", "none"));
  }

  private Node block(Jid jid, String action) throws Exception {
    Node item = Node.builder("item").attribute("action", action).attribute("jid", jid).build();
    return alice.ask("set", "blocklist", item);
  }

  @Test
  void blockedContactReachesNobodyAndNoticesNothing() throws Exception {
    acquaint();
    Node list = block(bob.lid.toUser(), "block").requireChild("list");
    assertThat(list.requireChild("item").requireJidAttribute("jid")).isEqualTo(bob.lid.toUser());
    Node sent = new SignalDevice(bob).text(alice.lid.toUser(), "hey");
    bob.connection.send(sent);
    Node ack = bob.connection.expect("ack");
    assertThat(ack.attribute("error")).isEmpty();
    block(bob.lid.toUser(), "unblock");
    bob.connection.send(new SignalDevice(bob).text(alice.lid.toUser(), "again"));
    bob.connection.expect("ack");
    bob.ask("get", "w:p", Node.of("ping"));
    assertThat(server.received(ALICE)).extracting("text").containsExactly("again");
    assertThat(code(block(bob.pn.toUser(), "block"))).isEqualTo("400");
    assertThat(server.violations()).extracting("rule").containsExactly("blocklist-jid");
  }

  private Node usync(String protocol, Jid user) throws Exception {
    Node usync =
        Node.builder("usync")
            .attribute("sid", "s1")
            .attribute("mode", "query")
            .attribute("context", "interactive")
            .child(Node.builder("query").child(Node.of(protocol)).build())
            .child(
                Node.builder("list")
                    .child(Node.builder("user").attribute("jid", user).build())
                    .build())
            .build();
    return bob.ask("get", "usync", usync)
        .requireChild("usync")
        .requireChild("list")
        .requireChild("user");
  }

  @Test
  void aboutIsToldAskedForAndHidden() throws Exception {
    acquaint();
    alice.ask("set", "status", Node.builder("status").text("At the beach").build());
    assertThat(notice(bob, "status").requireChild("set").contentAsString())
        .contains("At the beach");
    assertThat(usync("status", alice.pn.toUser()).requireChild("status").contentAsString())
        .contains("At the beach");
    alice.ask("set", "privacy", category("status", "none"));
    assertThat(
            usync("status", alice.pn.toUser())
                .requireChild("status")
                .requireChild("error")
                .attribute("code"))
        .contains("401");
  }

  @Test
  void timerOfNewChatsIsTold() throws Exception {
    Node timer = Node.builder("disappearing_mode").attribute("duration", 86_400).build();
    alice.ask("set", "disappearing_mode", timer);
    Node shown = usync("disappearing_mode", alice.lid.toUser());
    assertThat(shown.requireChild("disappearing_mode").attribute("duration")).contains("86400");
  }

  @Test
  void tokenReachesTheContact() throws Exception {
    Node token =
        Node.builder("token")
            .attribute("jid", bob.lid.toUser())
            .attribute("t", 1000)
            .attribute("type", "trusted_contact")
            .build();
    alice.ask("set", "privacy", Node.builder("tokens").child(token).build());
    Node notice = notice(bob, "privacy_token");
    assertThat(notice.requireJidAttribute("sender_lid")).isEqualTo(alice.lid.toUser());
    Node received = notice.requireChild("tokens").requireChild("token");
    assertThat(received.attribute("t")).contains("1000");
    assertThat(received.requireBytes()).hasSize(32);
  }

  @Test
  void dirtyDataIsToldUntilItIsClean() throws Exception {
    server.dirty(ALICE, "groups");
    Node dirty = alice.connection.expect(node -> node.child("dirty").isPresent());
    assertThat(dirty.requireChild("dirty").attribute("type")).contains("groups");
    alice.close();
    alice.login();
    dirty = alice.connection.expect(node -> node.child("dirty").isPresent());
    Node clean =
        Node.builder("clean")
            .attribute("type", "groups")
            .attribute("timestamp", dirty.requireChild("dirty").requireAttribute("timestamp"))
            .build();
    alice.ask("set", "urn:xmpp:whatsapp:dirty", clean);
    alice.close();
    alice.login();
    alice.activate();
    alice.ask("get", "w:p", Node.of("ping"));
    assertThat(alice.connection.skippedNodes()).noneMatch(n -> n.child("dirty").isPresent());
  }

  @Test
  void endOfTheConnectionEndsPresence() throws Exception {
    bob.connection.send(
        Node.builder("presence")
            .attribute("type", "subscribe")
            .attribute("to", alice.lid.toUser())
            .build());
    assertThat(bob.connection.expect("presence").attribute("last")).contains("none");
    alice.connection.send(
        Node.builder("presence").attribute("type", "available").attribute("name", "Ali").build());
    assertThat(bob.connection.expect("presence").attribute("type")).contains("available");
    alice.close();
    Node gone = bob.connection.expect("presence");
    assertThat(gone.attribute("type")).contains("unavailable");
    assertThat(gone.attribute("last")).get().asString().matches("[0-9]+");
    server.send(ALICE, BOB, "named anew");
    assertThat(bob.connection.expect("message").attribute("notify")).contains("Ali");
  }
}
