package org.amarula.messaging.internal.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.messaging.internal.stanza.OwnAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptNodesTest {
  private static final OwnAddress OWN =
      new OwnAddress(Jid.of("1", 3, Jid.PN), Jid.of("91", 3, Jid.LID));
  private static final Jid CONTACT = Jid.of("2", 5, Jid.PN);

  private static NodeBuilder receipt(Jid from) {
    return Node.builder("receipt").attribute("id", "A").attribute("from", from);
  }

  @ParameterizedTest
  @CsvSource({
    "sender, SENDER",
    "read, READ",
    "read-self, READ_SELF",
    "played, PLAYED",
    "played-self, PLAYED",
    "inactive, INACTIVE"
  })
  void typeTellsHowFarTheMessageGot(String type, ReceiptStatus status) {
    Node receipt = receipt(CONTACT).attribute("type", type).build();
    assertThat(ReceiptNodes.read(receipt, OWN))
        .containsExactly(new ReceiptReceived(CONTACT.toUser(), CONTACT, List.of("A"), status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"peer_msg", "hist_sync", "server-error", "odd"})
  void trafficAmongDevicesIsNotTold(String type) {
    assertThat(ReceiptNodes.read(receipt(CONTACT).attribute("type", type).build(), OWN)).isEmpty();
  }

  @Test
  void listedIdsAreAddedToTheFirst() {
    Node item = Node.builder("item").attribute("id", "B").build();
    Node receipt = receipt(CONTACT).child(Node.builder("list").child(item).build()).build();
    assertThat(ReceiptNodes.read(receipt, OWN).get(0).ids()).containsExactly("A", "B");
    assertThat(ReceiptNodes.read(receipt, OWN).get(0).status()).isEqualTo(ReceiptStatus.DELIVERED);
  }

  @Test
  void receiptOfAnOwnDeviceIsAboutItsRecipient() {
    Jid other = Jid.of("1", Jid.PN);
    Node receipt =
        receipt(other).attribute("recipient", CONTACT.toUser()).attribute("type", "sender").build();
    ReceiptReceived read = ReceiptNodes.read(receipt, OWN).get(0);
    assertThat(read.chat()).isEqualTo(CONTACT.toUser());
    assertThat(read.from()).isEqualTo(other);
  }

  @Test
  void groupedReceiptTellsOfEachUser() {
    Jid group = Jid.of("12036", Jid.GROUP);
    Node user = Node.builder("user").attribute("jid", CONTACT).build();
    Node participants =
        Node.builder("participants").attribute("key", "M").child(user).child(user).build();
    Node receipt = receipt(group).attribute("type", "read").child(participants).build();
    assertThat(ReceiptNodes.read(receipt, OWN))
        .hasSize(2)
        .allMatch(event -> event.ids().equals(List.of("M")) && event.chat().equals(group));
  }
}
