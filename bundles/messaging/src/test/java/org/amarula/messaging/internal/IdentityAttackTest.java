package org.amarula.messaging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.event.IdentityChanged;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.MessagePadding;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalException;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.prekey.FetchedBundle;
import org.amarula.messaging.internal.prekey.MalformedBundleException;
import org.amarula.messaging.internal.send.MessageStanza;
import org.amarula.messaging.internal.senderkey.SenderKeyTable;
import org.amarula.messaging.internal.server.Losses;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on identities, sessions and sender keys, spec/signal.md 9.2 and 9.3. */
class IdentityAttackTest {
  private final ScriptedServer server = new ScriptedServer();
  private TestDevice alice;
  private TestDevice bob;
  private SessionTable ofBob;

  @BeforeEach
  void converse() {
    alice = server.device("1001", 0);
    bob = server.device("1002", 0);
    ofBob = new SessionTable(bob.storage());
    alice.send(bob.pn(), "one");
    server.steps().run();
    bob.send(alice.pn(), "back");
    server.steps().run();
  }

  @Test
  void forgedFirstMessageTouchesNeitherIdentityNorSessionNorKeys() {
    TestDevice mallory = server.device("1666", 0);
    Optional<Bytes> identity = ofBob.identity(alice.lid());
    Bytes session = Bytes.wrap(ofBob.load(alice.lid()).serialize());
    long keys = bob.storage().count(Tables.PRE_KEY);
    server.changeDeliveries(node -> AttackTest.damaged(as(alice, node), "enc"));
    mallory.send(bob.pn(), "evil");
    server.steps().run();
    server.changeDeliveries(node -> node);
    assertThat(ofBob.identity(alice.lid())).isEqualTo(identity);
    assertThat(Bytes.wrap(ofBob.load(alice.lid()).serialize())).isEqualTo(session);
    assertThat(bob.storage().count(Tables.PRE_KEY)).isGreaterThanOrEqualTo(keys);
    assertThat(bob.events(IdentityChanged.class)).isEmpty();
    assertThat(bob.events(MessageUnreadable.class)).hasSize(1);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "two");
    assertThat(bob.events(MessageUnreadable.class)).hasSize(1);
  }

  @Test
  void anotherIdentityIsToldAndTheOldSessionStillOpensTheBacklog() {
    TestDevice mallory = server.device("1666", 0);
    server.changeDeliveries(node -> as(alice, node));
    mallory.send(bob.pn(), "new phone");
    server.steps().run();
    server.changeDeliveries(node -> node);
    assertThat(bob.events(IdentityChanged.class))
        .extracting(IdentityChanged::device)
        .containsExactly(alice.lid());
    assertThat(ofBob.load(alice.lid()).archivedCount()).isPositive();
    alice.send(bob.pn(), "backlog");
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "new phone", "backlog");
  }

  @Test
  void replayedFirstMessageBuildsNoSessionAfterItsSessionIsGone() {
    server.changeBundles(user -> without(user, "key")); // none that could be used up
    TestDevice carol = server.device("1003", 0);
    carol.send(bob.pn(), "hello");
    server.steps().run();
    Node first = server.delivered().get(server.delivered().size() - 1);
    assertThat(first.requireChild("enc").attribute("type")).contains("pkmsg");
    new Losses(server).sessions(bob);
    server.queue(bob.lid(), first);
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "hello");
    assertThat(ofBob.devices(carol.lid().toUser())).isEmpty();
    assertThat(server.unanswered(bob)).isEmpty();
    bob.start(); // nor after a restart
    server.queue(bob.lid(), first);
    server.steps().run();
    assertThat(bob.texts()).filteredOn(text -> text.contains("hello")).hasSizeLessThan(3);
    assertThat(ofBob.devices(carol.lid().toUser())).isEmpty();
  }

  @Test
  void counterThatJumpsTooFarIsRefusedAndTheSessionGoesOn() throws SignalException {
    SessionCipher cipher = SignalProtocols.standard().sessions(identity(alice));
    SessionRecord record = new SessionTable(alice.storage()).load(bob.lid());
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i <= 2001; i++) {
      Encrypted encrypted = cipher.encrypt(record, text("jump" + i));
      record = encrypted.record();
      texts.add(encrypted.bytes());
    }
    server.queue(bob.lid(), message("J1", alice.lid(), "msg", texts.get(2001)));
    server.steps().run();
    assertThat(bob.events(MessageUnreadable.class)).hasSize(1);
    assertThat(bob.texts()).containsExactly("one");
    server.queue(bob.lid(), message("J2", alice.lid(), "msg", texts.get(1999)));
    server.queue(bob.lid(), message("J3", alice.lid(), "msg", texts.get(0)));
    server.steps().run();
    assertThat(bob.texts()).containsExactly("one", "jump1999", "jump0");
  }

  @Test
  void floodOfNewIdentitiesOfOneDeviceStaysBounded()
      throws SignalException, MalformedBundleException {
    Jid flooder = Jid.of("91777", Jid.LID);
    FetchedBundle bundle = bundleOfBob();
    SecureRandom random = new SecureRandom();
    int count = 60;
    for (int i = 0; i < count; i++) {
      LocalIdentity identity = new LocalIdentity(KeyPair.generate(random), 1 + i);
      SessionCipher cipher = SignalProtocols.standard().sessions(identity);
      SessionRecord record = cipher.processBundle(SessionRecord.empty(), bundle.keys());
      byte[] first = cipher.encrypt(record, text("flood" + i)).bytes();
      server.queue(bob.lid(), message("F" + i, flooder, "pkmsg", first));
    }
    server.steps().run();
    assertThat(bob.texts()).hasSize(2 + count);
    assertThat(bob.events(IdentityChanged.class)).hasSize(count);
    assertThat(ofBob.devices(flooder)).hasSize(1);
    assertThat(ofBob.knownDevices(flooder)).hasSize(1);
    assertThat(ofBob.load(flooder).archivedCount()).isLessThanOrEqualTo(40);
    assertThat(ofBob.load(flooder).serialize().length).isLessThanOrEqualTo(2 << 20);
    alice.send(bob.pn(), "two");
    server.steps().run();
    assertThat(bob.texts()).endsWith("two");
  }

  @Test
  void keyThatComesUnderASenderKeyIsDropped() throws SignalException {
    Jid group = server.groups().create(alice, bob);
    alice.send(group, "first");
    server.steps().run();
    var cipher = SignalProtocols.standard().groups();
    var record = new SenderKeyTable(alice.storage()).load(group, alice.lid());
    var other = cipher.withOwnKey(org.amarula.crypto.signal.SenderKeyRecord.empty());
    Message keys =
        Message.newBuilder()
            .setSenderKeyDistributionMessage(
                Message.SenderKeyDistributionMessage.newBuilder()
                    .setGroupId(group.toString())
                    .setAxolotlSenderKeyDistributionMessage(
                        com.google.protobuf.ByteString.copyFrom(cipher.distribution(other))))
            .build();
    byte[] under = cipher.encrypt(record, MessagePadding.pad(keys.toByteArray(), 3)).bytes();
    server.queue(
        bob.lid(),
        Node.builder("message")
            .attribute("id", "S1")
            .attribute("from", group)
            .attribute("participant", alice.lid())
            .attribute("t", "1700000000")
            .child(enc("skmsg", under))
            .build());
    server.steps().run();
    assertThat(bob.events(MessageUnreadable.class))
        .extracting(MessageUnreadable::reason)
        .containsExactly("sender-key-under-sender-key");
    assertThat(server.unanswered(bob)).isEmpty();
  }

  @Test
  void identityNoticesAboutOurselvesAndCompanionsChangeNothing() {
    TestDevice tablet = server.device("1001", 7);
    tablet.send(bob.pn(), "tablet");
    server.steps().run();
    Bytes before = Bytes.wrap(ofBob.load(alice.lid()).serialize());
    for (Jid from : List.of(tablet.lid(), bob.pn(), bob.lid())) {
      server.queue(
          bob.lid(),
          Node.builder("notification")
              .attribute("id", "N" + from)
              .attribute("type", "encrypt")
              .attribute("from", from)
              .child(Node.of("identity"))
              .build());
    }
    server.steps().run();
    assertThat(bob.events(IdentityChanged.class)).isEmpty();
    assertThat(Bytes.wrap(ofBob.load(alice.lid()).serialize())).isEqualTo(before);
    assertThat(server.unanswered(bob)).isEmpty();
  }

  private FetchedBundle bundleOfBob() throws MalformedBundleException {
    List<Node> seen = new ArrayList<>();
    server.changeBundles(
        user -> {
          seen.add(without(user, "key"));
          return user;
        });
    server.device("1777", 0).send(bob.pn(), "hi");
    server.steps().run();
    server.changeBundles(user -> user);
    Node user = seen.get(0);
    return FetchedBundle.ofReceipt(
        user.child("keys").isPresent()
            ? user
            : Node.builder("receipt")
                .children(user.children())
                .child(Node.builder("keys").children(user.children()).build())
                .build());
  }

  /** The stanza as if {@code device} had sent it. */
  private static Node as(TestDevice device, Node message) {
    NodeBuilder changed = Node.builder(message.tag());
    message
        .attributes()
        .forEach(
            (key, value) ->
                message
                    .jidAttribute(key)
                    .ifPresentOrElse(
                        jid -> changed.attribute(key, renamed(key, jid, device)),
                        () -> changed.attribute(key, value)));
    return changed.children(message.children()).build();
  }

  private static Jid renamed(String key, Jid jid, TestDevice device) {
    return switch (key) {
      case "from" -> jid.isLid() ? device.lid() : device.pn();
      case "sender_pn" -> device.pn().toUser();
      case "sender_lid" -> device.lid().toUser();
      default -> jid;
    };
  }

  static Node without(Node node, String child) {
    NodeBuilder changed = Node.builder(node.tag());
    node.attributes()
        .forEach(
            (key, value) ->
                node.jidAttribute(key)
                    .ifPresentOrElse(
                        jid -> changed.attribute(key, jid), () -> changed.attribute(key, value)));
    node.contentAsBytes().ifPresent(changed::bytes);
    node.children().stream()
        .filter(one -> !one.is(child))
        .map(one -> without(one, child))
        .forEach(changed::child);
    return changed.build();
  }

  private static LocalIdentity identity(TestDevice device) {
    return new LocalIdentity(
        device.credentials().identity(), device.credentials().registrationId());
  }

  private static byte[] text(String text) {
    return MessagePadding.pad(Message.newBuilder().setConversation(text).build().toByteArray(), 5);
  }

  private static Node enc(String type, byte[] bytes) {
    return MessageStanza.enc(type, bytes, new Shape("text", "", "", false)).build();
  }

  private static Node message(String id, Jid from, String type, byte[] bytes) {
    return Node.builder("message")
        .attribute("id", id)
        .attribute("from", from)
        .attribute("t", "1700000000")
        .child(enc(type, bytes))
        .build();
  }
}
