package org.amarula.connection.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.junit.jupiter.api.Test;

class LoginTest {
  @Test
  void successTellsTheServersTime() {
    Rig rig = Rig.paired().connected();

    rig.serve(Node.builder("success").attribute("t", 1_700_000_000L).build());

    Instant server = Instant.ofEpochSecond(1_700_000_000L);
    assertThat(rig.listener.loggedIn).contains(server);
    assertThat(rig.stream().clockOffset()).isEqualTo(Duration.between(ManualTime.START, server));
    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void absurdServerTimeIsNotBelieved() {
    Rig rig = Rig.paired().connected();

    rig.serve(Node.builder("success").attribute("t", Long.MAX_VALUE).build());

    assertThat(rig.listener.loggedIn).contains(ManualTime.START);
  }

  @Test
  void differingHiddenIdIsStoredBeforeTheLoginIsTold() {
    Rig rig = Rig.paired().connected();
    Jid other = Jid.of("900000000000002", 12, Jid.LID);

    rig.serve(Node.builder("success").attribute("lid", other).build());

    assertThat(rig.listener.credentials.get(0).paired().map(Credentials.Link::lid)).contains(other);
    assertThat(rig.listener.story).endsWith("credentials", "logged-in");
  }

  @Test
  void sameHiddenIdChangesNothing() {
    Rig rig = Rig.paired().connected();

    rig.serve(Node.builder("success").attribute("lid", Devices.LID).build());

    assertThat(rig.listener.credentials).isEmpty();
  }

  @Test
  void loggedInStreamOutlivesTheLoginsDeadline() {
    Rig rig = Rig.loggedIn();

    rig.pass(Duration.ofSeconds(20));

    assertThat(rig.listener.ends).isEmpty();
  }

  @Test
  void routingInformationIsKept() {
    Rig rig = Rig.loggedIn();
    Bytes blob = Bytes.utf8("via Lisbon");

    rig.serve(edgeRouting(blob));

    assertThat(rig.listener.credentials)
        .singleElement()
        .extracting(Credentials::routingInfo)
        .isEqualTo(blob);
    assertThat(rig.listener.stanzas).isEmpty();
  }

  @Test
  void sameRoutingInformationIsNotStoredAgain() {
    Rig rig = Rig.loggedIn();

    rig.serve(edgeRouting(Bytes.utf8("via Lisbon")));
    rig.serve(edgeRouting(Bytes.utf8("via Lisbon")));

    assertThat(rig.listener.credentials).hasSize(1);
  }

  @Test
  void childrenOfAnIbThatAreNotOursArePassedOn() {
    Rig rig = Rig.loggedIn();
    Node offline = Node.builder("offline").attribute("count", "3").build();
    Node routing = edgeRouting(Bytes.utf8("via Porto")).requireChild("edge_routing");

    rig.serve(
        Node.builder("ib").attribute("from", Jid.SERVER).child(routing).child(offline).build());

    assertThat(rig.listener.stanzas)
        .containsExactly(Node.builder("ib").attribute("from", Jid.SERVER).child(offline).build());
    assertThat(rig.listener.credentials).hasSize(1);
  }

  @Test
  void stanzasArePassedOnInOrder() {
    Rig rig = Rig.loggedIn();
    Node message = Node.builder("message").attribute("id", "1").build();
    Node receipt = Node.builder("receipt").attribute("id", "2").build();

    rig.serve(message);
    rig.serve(receipt);

    assertThat(rig.listener.stanzas).containsExactly(message, receipt);
    assertThat(rig.server.received).isEmpty();
  }

  @Test
  void nothingIsPassedOnWhileCredentialsAreStored() {
    Rig rig = Rig.loggedIn();
    CompletableFuture<Void> durable = new CompletableFuture<>();
    rig.listener.store = () -> durable;

    rig.serve(edgeRouting(Bytes.utf8("via Faro")));
    rig.serve(Node.of("presence"));
    assertThat(rig.listener.stanzas).isEmpty();
    durable.complete(null);
    rig.lane.settle();

    assertThat(rig.listener.stanzas).containsExactly(Node.of("presence"));
  }

  private static Node edgeRouting(Bytes blob) {
    return Node.builder("ib")
        .attribute("from", Jid.SERVER)
        .child(
            Node.builder("edge_routing")
                .child(Node.builder("routing_info").bytes(blob.toArray()).build())
                .build())
        .build();
  }
}
