package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.crypto.signal.SignalException;
import org.amarula.proto.message.Message;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessageTest {
  private SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private Companion bob;
  private SignalDevice aliceSignal;
  private SignalDevice bobSignal;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, "15551230001");
    bob = Companion.ready(server, "15551230002");
    aliceSignal = new SignalDevice(alice);
    bobSignal = new SignalDevice(bob);
  }

  @AfterEach
  void stop() {
    alice.close();
    bob.close();
    server.close();
  }

  private Node send(Node message) throws Exception {
    alice.connection.send(message);
    return ack(message);
  }

  private Node ack(Node message) throws Exception {
    String id = message.requireAttribute("id");
    return alice.connection.expect(node -> node.is("ack") && node.hasAttribute("id", id));
  }

  private String textOf(Node message) throws Exception {
    return bobSignal.read(message).getConversation();
  }

  @Test
  void textReachesCompanionAndPhonesWithTheEnvelopeOfTheSender() throws Exception {
    Node sent = aliceSignal.text(bob.lid.toUser(), "hello");
    Node ack = send(sent);
    assertThat(ack.attributes()).containsEntry("class", "message").containsKey("t");
    assertThat(ack.attribute("error")).isEmpty();
    assertThat(ack.attribute("from")).contains(bob.lid.toUser().toString());
    assertThat(ack.attribute("phash"))
        .contains(
            ParticipantHash.of(
                List.of(alice.lid, alice.lid.withDevice(0), bob.lid, bob.lid.withDevice(0))));
    Node received = bob.connection.expect("message");
    assertThat(received.requireJidAttribute("from")).isEqualTo(alice.lid);
    assertThat(received.attributes())
        .containsEntry("sender_pn", alice.pn.toUser().toString())
        .containsEntry("notify", "Owner 15551230001")
        .doesNotContainKeys("recipient", "offline");
    assertThat(received.child("device-identity")).isPresent();
    assertThat(textOf(received)).isEqualTo("hello");
    assertThat(server.received("15551230002")).extracting("text").containsExactly("hello");
    assertThat(server.received("15551230001"))
        .singleElement()
        .satisfies(
            own -> {
              assertThat(own.fromMe()).isTrue();
              assertThat(own.text()).isEqualTo("hello");
              assertThat(own.chat()).isEqualTo(bob.lid.toUser().toString());
            });
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void messageByPhoneNumberIsTakenToo() throws Exception {
    send(pnText());
    Node received = bob.connection.expect("message");
    assertThat(received.requireJidAttribute("from")).isEqualTo(alice.pn);
    assertThat(received.jidAttribute("sender_lid")).contains(alice.lid.toUser());
  }

  private Node pnText() throws Exception {
    Message message = Message.newBuilder().setConversation("by number").build();
    return aliceSignal.message(bob.pn.toUser(), List.of(aliceSignal.to(bob.pn, message))).build();
  }

  @Test
  void ownCompanionGetsTheCopyWithItsRecipient() throws Exception {
    Companion second = Companion.ready(server, alice.pn.user());
    Node sent = aliceSignal.text(bob.lid.toUser(), "hello");
    send(sent);
    Node copy = second.connection.expect("message");
    assertThat(copy.requireJidAttribute("from")).isEqualTo(alice.lid);
    assertThat(copy.jidAttribute("recipient")).contains(bob.lid.toUser());
    assertThat(copy.jidAttribute("peer_recipient_pn")).contains(bob.pn.toUser());
    assertThat(copy.attributes()).doesNotContainKeys("sender_pn", "sender_lid");
    Message read = new SignalDevice(second).read(copy);
    assertThat(read.getDeviceSentMessage().getMessage().getConversation()).isEqualTo("hello");
  }

  @Test
  void unansweredMessagesComeAgainInOrderUntilTheReceipt() throws Exception {
    bob.leave();
    for (String text : List.of("one", "two", "three")) {
      send(aliceSignal.text(bob.lid.toUser(), text));
    }
    bob.login();
    Node preview = bob.activate().requireChild("offline_preview");
    assertThat(preview.attributes()).containsEntry("message", "3").containsEntry("count", "3");
    bob.offlineBatch();
    Node first = bob.connection.expect("message");
    assertThat(first.attribute("offline")).contains("0");
    assertThat(textOf(first)).isEqualTo("one");
    assertThat(textOf(bob.connection.expect("message"))).isEqualTo("two");
    assertThat(textOf(bob.connection.expect("message"))).isEqualTo("three");
    Node end = bob.connection.expect(node -> node.child("offline").isPresent());
    assertThat(end.requireChild("offline").attribute("count")).contains("3");
    bob.receipt(first);
    bob.ask("get", "w:p", Node.of("ping"));
    bob.close();
    bob.login();
    assertThat(bob.activate().requireChild("offline_preview").attribute("count")).contains("2");
    bob.offlineBatch();
    Node again = bob.connection.expect("message");
    assertThat(again.requireAttribute("id")).isNotEqualTo(first.requireAttribute("id"));
    assertThat(server.stats().get("redeliveries")).isEqualTo(2);
  }

  @Test
  void messagesWaitWhileTheDeviceIsPassive() throws Exception {
    bob.close();
    bob.login();
    send(aliceSignal.text(bob.lid.toUser(), "wait"));
    bob.activate();
    bob.offlineBatch();
    assertThat(textOf(bob.connection.expect("message"))).isEqualTo("wait");
  }

  @Test
  void receiptReachesTheSenderAndIsRepeatedUntilItsAck() throws Exception {
    Node sent = aliceSignal.text(bob.lid.toUser(), "hello");
    send(sent);
    bob.receipt(bob.connection.expect("message"));
    Node receipt =
        alice.connection.expect(
            node -> node.is("receipt") && node.hasAttribute("from", bob.lid.toString()));
    assertThat(receipt.attribute("id")).contains(sent.requireAttribute("id"));
    alice.close();
    alice.login();
    alice.activate();
    alice.offlineBatch();
    Node again =
        alice.connection.expect(
            node -> node.is("receipt") && node.hasAttribute("from", bob.lid.toString()));
    assertThat(again.attribute("offline")).isPresent();
  }

  @Test
  void retryReceiptGoesToTheSendingDeviceOnlyAndKeepsTheMessage() throws Exception {
    Companion second = Companion.ready(server, alice.pn.user());
    Node sent = aliceSignal.text(bob.lid.toUser(), "hello");
    send(sent);
    Node received = bob.connection.expect("message");
    bob.connection.send(
        Node.builder("receipt")
            .attribute("id", received.requireAttribute("id"))
            .attribute("to", received.requireJidAttribute("from"))
            .attribute("type", "retry")
            .child(Node.builder("retry").attribute("count", 1).build())
            .build());
    Node retry =
        alice.connection.expect(node -> node.is("receipt") && node.hasAttribute("type", "retry"));
    assertThat(retry.requireJidAttribute("from")).isEqualTo(bob.lid);
    assertThat(retry.child("retry")).isPresent();
    second.ask("get", "w:p", Node.of("ping"));
    assertThatThrownBy(
            () -> {
              second.connection.close();
              second.connection.expect(n -> n.is("receipt") && n.hasAttribute("type", "retry"));
            })
        .hasMessageContaining("closed");
    Node resend =
        Node.builder("message")
            .attribute("id", sent.requireAttribute("id"))
            .attribute("to", bob.lid)
            .attribute("type", "text")
            .attribute("device_fanout", "false")
            .child(aliceSignal.enc(bob.lid, Message.newBuilder().setConversation("again").build()))
            .child(Companion.content("device-identity", alice.signedIdentity))
            .build();
    assertThat(send(resend).attribute("error")).isEmpty();
    Node once = bob.connection.expect("message");
    assertThat(once.attribute("id")).isEqualTo(sent.attribute("id"));
  }

  @Test
  void ackErrorOfAFaultRefusesAndDeliversNothing() throws Exception {
    server.fault(
        Fault.once(
            FaultType.ACK_ERROR,
            Map.of("from", "15551230001", "to", "15551230002", "code", "463")));
    Node ack = send(aliceSignal.text(bob.lid.toUser(), "hello"));
    assertThat(ack.attribute("error")).contains("463");
    assertThat(server.stats().get("messages")).isZero();
    assertThat(send(aliceSignal.text(bob.lid.toUser(), "hello")).attribute("error")).isEmpty();
  }

  @Test
  void lostAndDuplicatedMessages() throws Exception {
    server.fault(Fault.once(FaultType.LOSE_MESSAGE, Map.of("device", "1")));
    send(aliceSignal.text(bob.lid.toUser(), "lost"));
    server.fault(Fault.once(FaultType.DUPLICATE, Map.of("device", "1")));
    send(aliceSignal.text(bob.lid.toUser(), "twice"));
    Node first = bob.connection.expect("message");
    Node second = bob.connection.expect("message");
    assertThat(first).isEqualTo(second);
    assertThat(textOf(first)).isEqualTo("twice");
  }

  @Test
  void corruptedCiphertextDoesNotDecrypt() throws Exception {
    server.fault(Fault.once(FaultType.CORRUPT_ENC, Map.of("device", "1")));
    send(aliceSignal.text(bob.lid.toUser(), "hello"));
    Node received = bob.connection.expect("message");
    assertThatThrownBy(() -> bobSignal.read(received)).isInstanceOf(SignalException.class);
  }

  @Test
  void delayedMessageComesAfterALaterOne() throws Exception {
    stop();
    HeldTimer timer = new HeldTimer();
    server = SandboxServer.start(SandboxOptions.defaults().withTimer(timer));
    pair();
    server.fault(Fault.once(FaultType.DELAY, Map.of("device", "1", "ms", "300")));
    send(aliceSignal.text(bob.lid.toUser(), "late"));
    send(aliceSignal.text(bob.lid.toUser(), "soon"));
    assertThat(textOf(bob.connection.expect("message"))).isEqualTo("soon");
    timer.pass(300);
    assertThat(textOf(bob.connection.expect("message"))).isEqualTo("late");
    timer.shutdownNow();
  }

  /** A timer that holds everything back. */
  private static final class HeldTimer extends ScheduledThreadPoolExecutor {
    private final Map<Long, Runnable> held = new ConcurrentHashMap<>(); // by milliseconds

    HeldTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      held.put(unit.toMillis(delay), task);
      return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    void pass(long millis) {
      held.remove(millis).run();
    }
  }

  @Test
  void typingAndPresenceAreToldToWhoAsked() throws Exception {
    bob.connection.send(
        Node.builder("presence")
            .attribute("type", "subscribe")
            .attribute("to", alice.lid.toUser())
            .build());
    assertThat(bob.connection.expect("presence").attribute("type")).contains("unavailable");
    alice.connection.send(
        Node.builder("presence").attribute("type", "available").attribute("name", "A").build());
    assertThat(bob.connection.expect("presence").attribute("type")).contains("available");
    alice.connection.send(
        Node.builder("chatstate")
            .attribute("from", alice.lid)
            .attribute("to", bob.lid.toUser())
            .child(Node.of("composing"))
            .build());
    Node typing = bob.connection.expect("chatstate");
    assertThat(typing.requireJidAttribute("from")).isEqualTo(alice.lid.toUser());
    assertThat(typing.child("composing")).isPresent();
  }

  @Test
  void contactsLearnOfANewCompanion() throws Exception {
    send(aliceSignal.text(bob.lid.toUser(), "hello"));
    Companion second = new Companion(server);
    second.pair(alice.pn.user());
    Node notice = bob.connection.expect("notification");
    assertThat(notice.attributes())
        .containsEntry("type", "devices")
        .containsEntry("from", alice.pn.toUser().toString())
        .containsEntry("lid", alice.lid.toUser().toString());
    Node add = notice.requireChild("add");
    assertThat(add.requireChild("device").jidAttribute("jid")).contains(second.pn);
    assertThat(add.attribute("device_hash"))
        .contains(ParticipantHash.of(List.of(alice.pn.withDevice(0), alice.pn, second.pn)));
    assertThat(add.requireChild("key-index-list").bytes()).isPresent();
  }

  @Test
  void broadcastListsAreRefused() throws Exception {
    NodeBuilder message =
        aliceSignal.message(
            Jid.of("123456", Jid.BROADCAST),
            List.of(aliceSignal.to(bob.lid, Message.getDefaultInstance())));
    assertThat(send(message.build()).attribute("error")).contains("501");
  }
}
