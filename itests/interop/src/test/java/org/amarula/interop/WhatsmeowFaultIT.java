package org.amarula.interop;

import static org.amarula.interop.GoClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.Test;

/** What an account of ours and the Go client {@code whatsmeow} make of damage and forgery. */
class WhatsmeowFaultIT extends WhatsmeowStory {
  @Test
  void aCutConnectionOfOursLosesNothing() {
    theirs.send(ourNumber(), "hello");
    ours.message("hello");
    sandbox.fault(Fault.once(FaultType.DROP, Map.of("account", ourPhone.phone())));

    for (int i = 1; i <= 5; i++) {
      theirs.send(ourNumber(), "meanwhile " + i);
    }

    for (int i = 1; i <= 5; i++) {
      ours.message("meanwhile " + i);
    }
    ours.send(theirNumber(), "back again");
    theirs.message("back again");
    assertFlawless();
  }

  @Test
  void aCutConnectionOfTheirsLosesNothing() {
    ours.send(theirNumber(), "hello");
    theirs.message("hello");
    int from = theirs.events().size();
    sandbox.fault(Fault.once(FaultType.DROP, Map.of("account", theirPhone.phone())));

    for (int i = 1; i <= 5; i++) {
      ours.send(theirNumber(), "meanwhile " + i);
    }

    theirs.await("open", from, event -> true);
    for (int i = 1; i <= 5; i++) {
      theirs.message("meanwhile " + i);
    }
    theirs.send(ourNumber(), "back again");
    ours.message("back again");
    assertFlawless();
  }

  @Test
  void theyRecoverADamagedCiphertext() {
    ours.send(theirNumber(), "whole");
    theirs.message("whole");
    sandbox.fault(corruptEnc(ourPhone, theirPhone));

    String damaged = ours.send(theirNumber(), "damaged on the way to them");

    assertThat(text(theirs.message("damaged on the way to them"), "id")).isEqualTo(damaged);
    assertThat(text(theirs.await("unreadable", event -> true), "id")).isEqualTo(damaged);
    assertThat(sandbox.stats().get("retries")).isOne();
    theirs.send(ourNumber(), "got it");
    ours.message("got it");
    ours.send(theirNumber(), "good");
    theirs.message("good");
    assertUnviolated();
  }

  @Test
  void weRecoverADamagedCiphertext() {
    theirs.send(ourNumber(), "whole");
    ours.message("whole");
    sandbox.fault(corruptEnc(theirPhone, ourPhone));

    String damaged = theirs.send(ourNumber(), "damaged on the way to us");

    assertThat(ours.await(MessageUnreadable.class, event -> true).id()).isEqualTo(damaged);
    assertThat(ours.message("damaged on the way to us").id()).isEqualTo(damaged);
    assertThat(sandbox.stats().get("retries")).isOne();
    ours.send(theirNumber(), "got it");
    theirs.message("got it");
    theirs.send(ourNumber(), "good");
    ours.message("good");
    assertUnviolated();
  }

  @Test
  void ourForgedSignedPreKeyIsRefused() {
    sandbox.fault(
        new Fault(FaultType.BAD_SIGNED_PRE_KEY, 100, Map.of("account", ourPhone.phone())));

    theirs.result(theirs.begin(ourNumber(), "for no forger"));

    sandbox.send(theirPhone.phone(), ourPhone.phone(), "later");
    ours.message("later"); // deliveries keep their order: nothing came before it
    assertThat(ours.all(MessageReceived.class)).hasSize(1);
    awaitPhone(ourPhone, "later");
    assertThat(sandbox.received(ourPhone.phone())).hasSize(1);
  }

  private static Fault corruptEnc(Scan from, Scan to) {
    return Fault.once(
        FaultType.CORRUPT_ENC,
        Map.of("from", from.phone(), "to", to.phone(), "device", Integer.toString(to.device())));
  }
}
