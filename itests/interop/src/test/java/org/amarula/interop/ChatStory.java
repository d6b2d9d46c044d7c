package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.ReceiptReceived;
import org.amarula.api.event.ReceiptStatus;
import org.amarula.api.send.SendResult;
import org.junit.jupiter.api.Test;

/** What an account of ours and one of an independent client say to each other. */
abstract class ChatStory extends PairStory {
  @Test
  void textIsReadInBothDirections() {
    for (int round = 1; round <= 3; round++) {
      String hello = "hello " + round;
      String answer = "answer " + round;

      String sent = ours.send(theirNumber(), hello);
      JsonObject got = theirs.message(hello);
      String answered = theirs.send(ourNumber(), answer);
      MessageReceived back = ours.message(answer);

      assertThat(text(got, "id")).isEqualTo(sent);
      assertThat(addressesOf(ourPhone)).contains(text(got, "chat")).contains(text(got, "author"));
      assertThat(got.get("fromMe").getAsBoolean()).isFalse();
      assertThat(back.id()).isEqualTo(answered);
      assertThat(addressesOf(theirPhone)).contains(back.chat().toString());
      assertThat(back.fromMe()).isFalse();
    }
    assertFlawless();
  }

  @Test
  void ourFirstContactIsAnswered() {
    String sent = ours.send(theirNumber(), "we are first");

    theirs.message("we are first");
    awaitPhone(theirPhone, "we are first");
    awaitPhone(ourPhone, "we are first");
    ours.receipt(sent, receipt -> receipt.from().device() == theirPhone.device());
    theirs.send(ourNumber(), "so you are");

    ours.message("so you are");
    assertFlawless();
  }

  @Test
  void theirFirstContactIsAnswered() {
    String sent = theirs.send(ourNumber(), "they are first");

    ours.message("they are first");
    awaitPhone(ourPhone, "they are first");
    awaitPhone(theirPhone, "they are first");
    theirs.receipt("delivered", sent);
    ours.send(theirNumber(), "so they are");

    theirs.message("so they are");
    assertFlawless();
  }

  @Test
  void bothTalkWithThePhones() {
    sandbox.send(theirPhone.phone(), ourPhone.phone(), "from their phone");
    sandbox.send(ourPhone.phone(), theirPhone.phone(), "from our phone");

    JsonObject fromOurPhone = theirs.message("from our phone");
    MessageReceived fromTheirPhone = ours.message("from their phone");
    JsonObject ownCopy = theirs.message("from their phone");
    MessageReceived ourOwnCopy = ours.message("from our phone");

    assertThat(fromOurPhone.get("fromMe").getAsBoolean()).isFalse();
    assertThat(ownCopy.get("fromMe").getAsBoolean()).isTrue();
    assertThat(addressesOf(ourPhone)).contains(text(ownCopy, "chat"));
    assertThat(fromTheirPhone.fromMe()).isFalse();
    assertThat(ourOwnCopy.fromMe()).isTrue();
    assertThat(addressesOf(theirPhone)).contains(ourOwnCopy.chat().toString());

    ours.send(theirNumber(), "to phone and companion");
    theirs.send(ourNumber(), "to companion and phone");

    awaitPhone(theirPhone, "to phone and companion");
    awaitPhone(ourPhone, "to companion and phone");
    assertFlawless();
  }

  @Test
  void receiptsTellDeliveredAndRead() {
    theirs.call("available");
    String sent = ours.send(theirNumber(), "read me");

    JsonObject got = theirs.message("read me");
    ours.receipt(sent, byTheirCompanion(ReceiptStatus.DELIVERED));
    theirs.call("read", "to", text(got, "chat"), "id", sent, "author", text(got, "author"));

    ours.receipt(sent, byTheirCompanion(ReceiptStatus.READ));
    String answer = theirs.send(ourNumber(), "did");
    ours.message("did");
    theirs.receipt("delivered", answer);
    assertFlawless();
  }

  @Test
  void simultaneousFirstContactConverges() {
    String begun = theirs.begin(ourNumber(), "they begin");
    CompletableFuture<SendResult> beginning = ours.begin(theirNumber(), "we begin");

    theirs.done(begun);
    assertThat(JavaAccount.join(beginning)).isInstanceOf(SendResult.Accepted.class);
    ours.message("they begin");
    theirs.message("we begin");

    for (int round = 1; round <= 3; round++) {
      ours.send(theirNumber(), "ours " + round);
      theirs.message("ours " + round);
      theirs.send(ourNumber(), "theirs " + round);
      ours.message("theirs " + round);
    }
    assertFlawless();
  }

  @Test
  void textsThatCrossAreAllRead() {
    ours.send(theirNumber(), "hello");
    theirs.message("hello");

    List<String> begun = new ArrayList<>();
    List<CompletableFuture<SendResult>> sending = new ArrayList<>();
    for (int i = 1; i <= 25; i++) {
      begun.add(theirs.begin(ourNumber(), "theirs " + i));
      sending.add(ours.begin(theirNumber(), "ours " + i));
    }

    begun.forEach(theirs::done);
    sending.forEach(
        sent -> assertThat(JavaAccount.join(sent)).isInstanceOf(SendResult.Accepted.class));
    for (int i = 1; i <= 25; i++) {
      ours.message("theirs " + i);
      theirs.message("ours " + i);
    }
    assertFlawless();
  }

  @Test
  void hiddenIdsAddressTheSameChat() {
    String sent = ours.send(theirs.lid(), "by hidden id");
    JsonObject got = theirs.message("by hidden id");
    theirs.send(ours.lid(), "by hidden id too");
    MessageReceived back = ours.message("by hidden id too");
    ours.send(theirNumber(), "by number");
    JsonObject byNumber = theirs.message("by number");

    assertThat(text(got, "id")).isEqualTo(sent);
    assertThat(text(byNumber, "chat")).isEqualTo(text(got, "chat"));
    assertThat(addressesOf(theirPhone)).contains(back.chat().toString());
    assertFlawless();
  }

  @Test
  void bothRestartAndGoOn() {
    ours.send(theirNumber(), "before");
    theirs.message("before");
    theirs.send(ourNumber(), "before too");
    ours.message("before too");

    ours.restart();
    theirs.restart();

    ours.send(theirNumber(), "after");
    theirs.message("after");
    theirs.send(ourNumber(), "after too");
    ours.message("after too");
    assertThat(sandbox.stats().get("accounts")).isEqualTo(2);
    assertFlawless();
  }

  @Test
  void whatWaitedIsReadAfterTheRestart() {
    ours.send(theirNumber(), "hello");
    theirs.message("hello");
    theirs.rest();

    ours.send(theirNumber(), "waiting 1");
    ours.send(theirNumber(), "waiting 2");
    theirs.open();

    theirs.message("waiting 1");
    theirs.message("waiting 2");
    assertFlawless();
  }

  @Test
  void reactionsAreSeenAndTakenBack() {
    String sent = ours.send(theirNumber(), "what do you say");
    theirs.message("what do you say");
    theirs.react(ourNumber(), sent, ours, "\uD83D\uDC4D");
    ours.seesReaction(sent, "\uD83D\uDC4D");
    String answered = theirs.send(ourNumber(), "and you");
    ours.message("and you");
    ours.react(theirNumber(), answered, theirs, "\uD83D\uDE80");
    theirs.seesReaction(answered, "\uD83D\uDE80");

    theirs.react(ourNumber(), sent, ours, "");
    ours.react(theirNumber(), answered, theirs, "");

    ours.seesReaction(sent, "");
    theirs.seesReaction(answered, "");
    assertFlawless();
  }

  @Test
  void editsAreSeen() {
    String sent = ours.send(theirNumber(), "teh");
    theirs.message("teh");
    String answered = theirs.send(ourNumber(), "hte");
    ours.message("hte");

    ours.edit(theirNumber(), sent, "the");
    theirs.edit(ourNumber(), answered, "the very");

    theirs.seesEdit(sent, "the");
    ours.seesEdit(answered, "the very");
    assertFlawless();
  }

  @Test
  void deletionsAreSeen() {
    String sent = ours.send(theirNumber(), "never said");
    theirs.message("never said");
    String answered = theirs.send(ourNumber(), "me neither");
    ours.message("me neither");

    ours.revoke(theirNumber(), sent);
    theirs.revoke(ourNumber(), answered);

    theirs.seesDeletion(sent);
    ours.seesDeletion(answered);
    assertFlawless();
  }

  private Predicate<ReceiptReceived> byTheirCompanion(ReceiptStatus status) {
    return receipt -> receipt.from().device() == theirPhone.device() && receipt.status() == status;
  }
}
