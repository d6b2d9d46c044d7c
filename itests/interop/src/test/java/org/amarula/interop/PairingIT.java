package org.amarula.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.amarula.api.send.SendResult;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How independent clients become devices of an account, and come back. */
class PairingIT extends Story {
  private static final String PHONE = "15550007700";

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aLinkCodePairs(Kind kind) throws Exception {
    JavaAccount ours = pairedJava("ours");
    Peer theirs = peer(kind, "Theirs");

    Scan scan = theirs.pairByCode(PHONE);

    assertThat(scan.phone()).isEqualTo(PHONE);
    assertThat(scan.device()).isEqualTo(1);
    ours.send(theirs.number(), "welcome");
    theirs.reads("welcome");
    theirs.send(ours.lid(), "thank you");
    ours.reads("thank you");
    theirs.restart();
    ours.send(theirs.lid(), "again");
    theirs.reads("again");
    assertThat(sandbox.stats().get("pairings")).isEqualTo(2);
    assertFlawless();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void bothLinkByCodeAndTalk(Kind kind) throws Exception {
    JavaAccount ours = java("ours");
    ours.pairByCode(sandbox, "15550007705", "Ours");
    Peer theirs = peer(kind, "Theirs");
    theirs.pairByCode(PHONE);

    theirs.send(ours.number(), "typed mine");
    ours.reads("typed mine");
    ours.send(theirs.number(), "so did I");
    theirs.reads("so did I");
    ours.restart();
    theirs.send(ours.lid(), "still there?");

    ours.reads("still there?");
    assertFlawless();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWrongCodePairsNobody(Kind kind) throws Exception {
    Peer theirs = peer(kind, "Theirs");
    theirs.connect();
    theirs.await("qr", event -> true);
    String code = theirs.call("code", "phone", PHONE).replace("-", "");
    String wrong = (code.startsWith("A") ? "B" : "A") + code.substring(1);

    theirs.typeCode(PHONE, wrong);
    theirs.typeCode(PHONE, code);

    theirs.await("open", event -> true);
    assertThat(sandbox.stats().get("pairings")).isOne();
    assertThat(sandbox.violations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anUnlinkedDeviceIsToldSo(Kind kind) throws Exception {
    JavaAccount ours = pairedJava("ours");
    Peer theirs = pairedPeer(kind, "Theirs");
    ours.send(theirs.number(), "hello");
    theirs.reads("hello");
    int from = theirs.events().size();

    assertThat(sandbox.unlink(theirs.scan().phone(), theirs.scan().device())).isTrue();

    theirs.await("unlinked", from, event -> true);
    // a list of devices that is out of date is refused, and asked for anew by the next message
    SendResult sent = JavaAccount.join(ours.begin(theirs.number(), "still the old list"));
    assertThat(sent).isNotInstanceOf(SendResult.OutcomeUnknown.class);
    ours.send(theirs.number(), "for the phone alone");
    awaitPhone(theirs.scan(), "for the phone alone");
    assertThat(theirs.textsSoFar()).containsExactly("hello");
    assertThat(sandbox.violations()).isEmpty();
  }
}
