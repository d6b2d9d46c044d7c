package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.content.Text;
import org.amarula.api.event.DeviceRefused;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.MessageUnreadable;
import org.amarula.api.event.StateChanged;
import org.amarula.api.send.SendResult;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** What an account of ours and one of an independent client make of damage and forgery. */
abstract class FaultStory extends PairStory {
  @Test
  void aRepeatedDeliveryIsNewOnce() {
    ours.send(theirNumber(), "hello");
    theirs.message("hello");
    sandbox.fault(Fault.once(FaultType.DUPLICATE, onTheWay(theirPhone, ourPhone)));
    sandbox.fault(Fault.once(FaultType.DUPLICATE, onTheWay(ourPhone, theirPhone)));

    theirs.send(ourNumber(), "twice to us");
    ours.send(theirNumber(), "twice to them");
    ours.message("twice to us");
    theirs.message("twice to them");
    theirs.send(ourNumber(), "behind");
    ours.message("behind");

    // signal.md 10.3: until the application confirmed, a repetition is told again, flagged as one
    assertThat(ours.all(MessageReceived.class))
        .filteredOn(message -> message.content().equals(new Text("twice to us")))
        .filteredOn(message -> !message.redelivered())
        .hasSize(1);
    assertThat(ours.all(MessageUnreadable.class)).isEmpty();
    ours.send(theirNumber(), "still fine");
    theirs.message("still fine");
    assertUnviolated();
  }

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
    assertThat(ours.all(StateChanged.class))
        .filteredOn(change -> change.state() == ConnectionState.ONLINE)
        .hasSize(2);
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
    corruptEnc(ourPhone, theirPhone);

    String damaged = ours.send(theirNumber(), "damaged on the way to them");

    JsonObject got = theirs.message("damaged on the way to them");
    assertThat(text(got, "id")).isEqualTo(damaged);
    assertThat(theirs.await("unreadable", event -> true).get("id").getAsString())
        .isEqualTo(damaged);
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
    corruptEnc(theirPhone, ourPhone);

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
  void theyRecoverADamagedFirstContact() {
    corruptEnc(ourPhone, theirPhone);

    ours.send(theirNumber(), "damaged first contact");

    theirs.message("damaged first contact");
    assertThat(sandbox.stats().get("retries")).isOne();
    theirs.send(ourNumber(), "welcome");
    ours.message("welcome");
    ours.send(theirNumber(), "thanks");
    theirs.message("thanks");
    assertUnviolated();
  }

  @Test
  void weRecoverADamagedFirstContact() {
    corruptEnc(theirPhone, ourPhone);

    theirs.send(ourNumber(), "damaged first contact");

    ours.message("damaged first contact");
    assertThat(sandbox.stats().get("retries")).isOne();
    ours.send(theirNumber(), "welcome");
    theirs.message("welcome");
    theirs.send(ourNumber(), "thanks");
    ours.message("thanks");
    assertUnviolated();
  }

  @Test
  void theirForgedSignedPreKeyIsRefused() {
    sandbox.fault(
        new Fault(FaultType.BAD_SIGNED_PRE_KEY, 100, Map.of("account", theirPhone.phone())));

    CompletableFuture<SendResult> sending = ours.begin(theirNumber(), "for no forger");

    assertThat(sending).failsWithin(JavaAccount.PATIENCE);
    DeviceRefused refused =
        ours.await(DeviceRefused.class, event -> event.device().device() == theirPhone.device());
    assertThat(refused.check()).contains("signed-pre-key");
    sandbox.send(theirPhone.phone(), ourPhone.phone(), "later");
    ours.message("later");
    theirs.message("later"); // deliveries keep their order: nothing came before it
    assertThat(theirs.all("message")).hasSize(1);
    assertThat(theirs.all("unreadable")).isEmpty();
    assertThat(sandbox.received(theirPhone.phone())).isEmpty();
  }
}
