package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.proto.message.ContextInfo;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.phone.PhoneAccount;
import org.amarula.sandbox.phone.PhoneContent;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PhoneContentTest {
  private static final String ALICE = "15551230001";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private final SandboxPhones phones = server.phones();
  private PhoneAccount bob;
  private Companion alice;
  private SignalDevice signal;

  @BeforeEach
  void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    signal = new SignalDevice(alice);
    bob = phones.create("Bob");
  }

  @AfterEach
  void stop() {
    alice.close();
    server.close();
  }

  private Node arrives(PhoneContent content) throws Exception {
    phones.send(bob.phone(), ALICE, content);
    return alice.connection.expect("message");
  }

  @Test
  void aTextMentionsAndQuotes() throws Exception {
    Node first = arrives(new PhoneContent.Text("one"));
    Node second =
        arrives(new PhoneContent.Text("two @x", List.of(ALICE), first.requireAttribute("id")));
    signal.read(first);
    ContextInfo context = signal.read(second).getExtendedTextMessage().getContextInfo();
    assertThat(context.getMentionedJidList()).containsExactly(alice.lid.toUser().toString());
    assertThat(context.getStanzaId()).isEqualTo(first.requireAttribute("id"));
    assertThat(context.getQuotedMessage().getConversation()).isEqualTo("one");
    assertThat(first.attribute("notify")).contains("Bob");
  }

  @Test
  void reactionsEditsAndRevocationsHaveTheShapeOfTheirKind() throws Exception {
    Node text = arrives(new PhoneContent.Text("teh"));
    String id = text.requireAttribute("id");
    signal.read(text);

    Node edit = arrives(new PhoneContent.Edit(id, "the"));
    Node reaction = arrives(new PhoneContent.Reaction(id, "x"));
    Node revoke = arrives(new PhoneContent.Revoke(id));

    assertThat(edit.attribute("edit")).contains("1");
    assertThat(edit.requireChild("enc").attribute("decrypt-fail")).contains("hide");
    ProtocolMessage edited = signal.read(edit).getProtocolMessage();
    assertThat(edited.getEditedMessage().getConversation()).isEqualTo("the");
    assertThat(reaction.attribute("type")).contains("reaction");
    assertThat(signal.read(reaction).getReactionMessage().getKey().getFromMe()).isTrue();
    assertThat(revoke.attribute("edit")).contains("7");
    assertThat(signal.read(revoke).getProtocolMessage().getKey().getId()).isEqualTo(id);
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void aPictureIsOnTheMediaStore() throws Exception {
    byte[] picture = "not much of a picture".getBytes(StandardCharsets.UTF_8);
    Node stanza = arrives(new PhoneContent.Image(Bytes.copyOf(picture), "image/png", "look"));
    Message.ImageMessage image = signal.read(stanza).getImageMessage();
    byte[] file = server.media().get(image.getDirectPath());
    assertThat(stanza.requireChild("enc").attribute("mediatype")).contains("image");
    assertThat(image.getCaption()).isEqualTo("look");
    assertThat(SealedFile.open(file, image.getMediaKey().toByteArray(), "WhatsApp Image Keys"))
        .hasValueSatisfying(plain -> assertThat(plain).isEqualTo(picture));
  }

  @Test
  void aContentAboutAnUnknownMessageIsRefused() {
    assertThatThrownBy(() -> phones.send(bob.phone(), ALICE, new PhoneContent.Edit("NONE", "text")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NONE");
    assertThatThrownBy(() -> phones.read(bob.phone(), "NONE"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdIsToldWhileItsMessageCanStillBeKeptBack() throws Exception {
    String group = server.groups().create(bob.phone(), "Team", List.of(ALICE));
    alice.connection.expect("notification");
    for (String chat : List.of(ALICE, group, Jid.STATUS.toString())) {
      List<String> told = new ArrayList<>();
      PhoneContent text = new PhoneContent.Text("never sent");
      assertThatThrownBy(
              () ->
                  phones.send(
                      bob.phone(),
                      chat,
                      text,
                      id -> {
                        told.add(id);
                        throw new IllegalStateException("kept back");
                      }))
          .hasMessageContaining("kept back");
      assertThatThrownBy(
              () -> phones.send(bob.phone(), ALICE, new PhoneContent.Revoke(told.get(0))))
          .isInstanceOf(IllegalArgumentException.class);
    }

    List<String> told = new ArrayList<>();
    phones.send(bob.phone(), ALICE, new PhoneContent.Text("sent"), told::add);
    Node first = alice.connection.expect("message");
    assertThat(told).containsExactly(first.requireAttribute("id"));
    assertThat(signal.read(first).getConversation()).isEqualTo("sent");
  }

  @Test
  void readersTellAuthorsAndListenersHearOfBoth() throws Exception {
    BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    phones.listen(hearing(heard));
    Node first = arrives(new PhoneContent.Text("who are you"));
    signal.read(first);
    Jid bobsLid = first.requireJidAttribute("from").toUser();
    Node sent = signal.text(bobsLid, "alice");
    String id = sent.requireAttribute("id");
    alice.connection.send(sent);
    alice.connection.expect(node -> node.is("receipt") && node.attribute("type").isEmpty());

    phones.read(bob.phone(), id);
    Node read =
        alice.connection.expect(node -> node.is("receipt") && node.hasAttribute("type", "read"));
    alice.receipt(first);

    assertThat(read.attribute("id")).contains(id);
    assertThat(heard.poll(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ReceivedMessage.class, own -> assertThat(own.text()).isEqualTo("alice"));
    ReceivedReceipt receipt = (ReceivedReceipt) heard.poll(10, TimeUnit.SECONDS);
    assertThat(receipt.ids()).containsExactly(first.requireAttribute("id"));
    assertThat(receipt.type()).isEqualTo("delivered");
    assertThat(server.violations()).isEmpty();
  }

  private PhoneListener hearing(BlockingQueue<Object> heard) {
    return new PhoneListener() {
      @Override
      public void received(String phone, ReceivedMessage message) {
        if (phone.equals(bob.phone())) {
          heard.add(message);
        }
      }

      @Override
      public void receipt(String phone, ReceivedReceipt receipt) {
        boolean byCompanion = receipt.from().equals(alice.lid.toString());
        if (phone.equals(bob.phone()) && byCompanion) { // her phone tells it as well
          heard.add(receipt);
        }
      }
    };
  }

  @Test
  void whatACompanionWritesIsToldByItsKind() throws Exception {
    Node first = arrives(new PhoneContent.Text("react to this"));
    signal.read(first);
    Jid bobsLid = first.requireJidAttribute("from").toUser();
    String id = first.requireAttribute("id");
    Message reaction =
        Message.newBuilder()
            .setReactionMessage(
                Message.ReactionMessage.newBuilder()
                    .setKey(
                        org.amarula.proto.message.MessageKey.newBuilder()
                            .setRemoteJid(bobsLid.toString())
                            .setId(id))
                    .setText("+"))
            .build();
    Node stanza = signal.message(bobsLid, List.of(signal.to(bobsLid, reaction))).build();
    alice.connection.send(stanza);
    alice.ask("get", "w:p", Node.of("ping"));

    ReceivedMessage received = server.received(bob.phone()).get(0);
    assertThat(received.kind()).isEqualTo("reaction");
    assertThat(received.text()).isEqualTo("+");
    assertThat(received.target()).isEqualTo(id);
  }
}
