package org.amarula.messaging.internal.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.NoSessionException;
import org.amarula.crypto.signal.SignalProtocols;
import org.amarula.messaging.internal.content.Shape;
import org.amarula.messaging.internal.link.Link;
import org.amarula.messaging.internal.server.ScriptedServer;
import org.amarula.messaging.internal.server.TestDevice;
import org.amarula.messaging.internal.session.SessionTable;
import org.junit.jupiter.api.Test;

/** What the content makes of a direct message's stanza, spec/signal.md 5.2 and 5.3. */
class MessageStanzaTest {
  private final ScriptedServer server = new ScriptedServer();

  @Test
  void mediaTypeAndHidingAreOnEveryCiphertextAndTheEditOnTheStanza() throws NoSessionException {
    TestDevice alice = server.device("1001", 0);
    TestDevice bob = server.device("1002", 0);
    TestDevice laptop = server.device("1002", 3);
    alice.send(bob.pn(), "hello");
    server.steps().run();
    LocalIdentity identity =
        new LocalIdentity(alice.credentials().identity(), alice.credentials().registrationId());
    Link link =
        Link.of(alice.stream(), alice.credentials(), SignalProtocols.standard().sessions(identity));
    SessionTable sessions = new SessionTable(alice.storage());
    List<Encryption.Sealed> sealed = new ArrayList<>();
    for (Jid device : List.of(bob.lid(), laptop.lid())) {
      Encrypted one = link.cipher().encrypt(sessions.load(device), new byte[] {1, 1});
      sealed.add(new Encryption.Sealed(device, one));
    }
    Fanout fanout =
        new Fanout(
            link,
            "ID",
            bob.lid(),
            bob.pn(),
            List.of(),
            Bytes.EMPTY,
            Bytes.EMPTY,
            new Shape("media", "1", "image", true),
            List.of(),
            "2:hash",
            false);
    Node message = MessageStanza.of(fanout, sealed);
    assertThat(message.attribute("type")).contains("media");
    assertThat(message.attribute("edit")).contains("1");
    assertThat(message.attribute("phash")).isEmpty();
    assertThat(message.attribute("t")).isEmpty();
    assertThat(message.requireJidAttribute("peer_recipient_pn")).isEqualTo(bob.pn());
    assertThat(message.requireChild("participants").children("to"))
        .hasSize(2)
        .allSatisfy(
            to -> {
              assertThat(to.requireChild("enc").attribute("mediatype")).contains("image");
              assertThat(to.requireChild("enc").attribute("decrypt-fail")).contains("hide");
            });
    assertThat(message.child("device-identity")).isPresent(); // nobody has answered yet
  }
}
