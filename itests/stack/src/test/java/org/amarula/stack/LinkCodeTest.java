package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.api.AlreadyPairedException;
import org.amarula.api.CrashedException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.content.Text;
import org.amarula.api.event.Event;
import org.amarula.api.event.MessageReceived;
import org.amarula.api.event.Paired;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.event.PairingCodeEnded;
import org.amarula.api.event.PairingCodeIssued;
import org.amarula.api.event.StateChanged;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairing by phone number against the sandbox, in virtual time (spec/transport.md 8). */
@Timeout(120)
class LinkCodeTest {
  private static final String PHONE = "15557770001";
  private static final Duration STEP = Duration.ofSeconds(1);

  @TempDir Path data;
  private TimedStack stack;
  private TimedStack.Walker alice;

  @BeforeEach
  void start() {
    stack = new TimedStack(data);
    alice = stack.begin(stack.settings("alice"));
  }

  @AfterEach
  void stop() {
    assertThat(stack.sandbox.violations()).isEmpty();
    stack.close();
  }

  @Test
  void codeTypedOnThePhoneLinksTheAccountWhichThenChats() {
    alice.awaitQr();
    PairingCode code = ask();

    stack.sandbox.enterCode(PHONE, code.display(), "Alice");
    alice.story.await(ConnectionState.ONLINE);

    TimedStack.Walker bob = stack.pair("bob");
    Account.join(bob.connection().send(Jid.ofPhone(PHONE), new Text("hello")));
    await(MessageReceived.class, TimedStory.SLOWLY);
    assertThat(alice.connection().ownAddress().orElseThrow().user()).isEqualTo(PHONE);
    assertThat(alice.story.states()).doesNotContain(ConnectionState.PAIRING_EXPIRED);
    assertThatThrownBy(this::ask).hasCauseInstanceOf(AlreadyPairedException.class);
  }

  @Test
  void requestRightAfterTheStartWaitsForTheServer() {
    CompletableFuture<PairingCode> code =
        alice.connection().requestPairingCode(PHONE, "AMAR1234").toCompletableFuture();

    PairingCodeIssued told = await(PairingCodeIssued.class, TimedStory.SLOWLY);
    stack.sandbox.enterCode(PHONE, "amar-1234", "Alice");
    alice.story.await(ConnectionState.ONLINE);

    assertThat(told.code()).isEqualTo(Account.join(code));
    assertThat(told.code().display()).isEqualTo("AMAR-1234");
  }

  @ParameterizedTest
  @CsvSource({"400, bad-request", "429, rate-overlimit"})
  void refusalOfTheServerIsTypedAndTheNextRequestWorks(String code, String text) {
    alice.awaitQr();
    fault(FaultType.IQ_ERROR, Map.of("xmlns", "md", "code", code, "text", text));

    assertThatThrownBy(this::ask)
        .hasCauseInstanceOf(RequestRejectedException.class)
        .hasMessageContaining(code + " " + text);

    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void serverThatDoesNotAnswerIsATimeout() {
    TimedStack.Walker hasty =
        stack.begin(stack.settings("hasty").with("query.timeout.seconds", "5"));
    hasty.awaitQr();
    fault(FaultType.IGNORE_IQ, Map.of("xmlns", "md"));

    CompletableFuture<PairingCode> code =
        hasty.connection().requestPairingCode(PHONE).toCompletableFuture();
    while (!isDoneSoon(code)) {
      stack.pass(Duration.ofMillis(200));
    }

    assertThatThrownBy(() -> Account.join(code)).hasCauseInstanceOf(ResponseTimeoutException.class);
  }

  @Test
  void codeThatNobodyTypesExpiresAndSoDoesThePairing() {
    alice.awaitQr();
    ask();

    assertThat(awaitEnd(STEP)).isEqualTo(PairingCodeEnd.EXPIRED);
    StateChanged end =
        alice.story.await(
            StateChanged.class,
            told ->
                told.reason().filter(DisconnectReason.PairingExpired.class::isInstance).isPresent(),
            TimedStory.SLOWLY);
    assertThat(end.state()).isEqualTo(ConnectionState.PAIRING_EXPIRED);
    assertThatThrownBy(this::ask).hasCauseInstanceOf(NotConnectedException.class);

    alice.story.mark();
    alice.connection().connect();
    alice.awaitQr();
    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void wrongCodeIsToldAfterAMinuteAndTheNextCodeLinks() {
    alice.awaitQr();
    ask();
    stack.sandbox.enterCode(PHONE, "11111111", "Alice");

    assertThat(awaitEnd(STEP)).isEqualTo(PairingCodeEnd.UNFINISHED);

    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void rightCodeAfterAWrongOneLinks() {
    alice.awaitQr();
    PairingCode code = ask();
    stack.sandbox.enterCode(PHONE, "11111111", "Alice");

    stack.sandbox.enterCode(PHONE, code.code(), "Alice");

    alice.story.await(ConnectionState.ONLINE);
    assertNoEnd();
  }

  @Test
  void codeThatTheServerWantsRenewedIsRenewedByItself() {
    alice.awaitQr();
    PairingCode first = ask();

    typeVoid(first, Map.of());
    PairingCodeIssued second =
        alice.story.await(
            PairingCodeIssued.class, told -> !told.code().equals(first), TimedStory.SLOWLY);
    stack.sandbox.enterCode(PHONE, second.code().code(), "Alice");

    alice.story.await(ConnectionState.ONLINE);
    assertNoEnd();
  }

  @Test
  void codeThatAPersonHasToRenewIsVoid() {
    alice.awaitQr();

    typeVoid(ask(), Map.of("force", "true"));

    assertThat(awaitEnd(TimedStory.SLOWLY)).isEqualTo(PairingCodeEnd.RENEWAL_WANTED);
    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void forgedPairingByCodeIsRefused() {
    alice.awaitQr();
    fault(FaultType.BAD_ADV, Map.of("part", "hmac"));

    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");

    assertThat(awaitEnd(TimedStory.SLOWLY)).isEqualTo(PairingCodeEnd.REFUSED);
    alice.story.await(ConnectionState.PAIRING_EXPIRED);
    assertThat(alice.stored()).isEmpty();
  }

  @Test
  void disconnectVoidsTheCodeAndTheNextConnectionGivesAnother() {
    alice.awaitQr();
    PairingCode dead = ask();

    alice.disconnect();
    assertThat(awaitEnd(TimedStory.SLOWLY)).isEqualTo(PairingCodeEnd.DISCONNECTED);
    assertThatThrownBy(() -> stack.sandbox.enterCode(PHONE, dead.code(), "Alice"))
        .isInstanceOf(IllegalArgumentException.class);

    alice.story.mark();
    alice.connection().connect();
    alice.awaitQr();
    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
  }

  @Test
  void crashInTheMiddleFailsTheRequestAndTheNextConnectionGivesACode() {
    alice.awaitQr();
    fault(FaultType.IGNORE_IQ, Map.of("xmlns", "md"));
    CompletableFuture<PairingCode> lost =
        alice.connection().requestPairingCode(PHONE).toCompletableFuture();
    while (stack.count("armedFaults") > 0) {
      assertThat(isDoneSoon(lost)).isFalse();
    }
    alice.story.mark();

    alice.crash();

    assertThatThrownBy(() -> Account.join(lost))
        .cause() // whichever notices first: the supervisor, or the stream that it cut
        .isInstanceOfAny(CrashedException.class, NotConnectedException.class);
    alice.awaitQr();
    stack.sandbox.enterCode(PHONE, ask().code(), "Alice");
    alice.story.await(ConnectionState.ONLINE);
    assertThat(alice.story.await(Paired.class, paired -> true, TimedStory.SLOWLY)).isNotNull();
  }

  /** The server has the code renewed when it is typed. */
  private void typeVoid(PairingCode code, Map<String, String> fields) {
    fault(FaultType.LINK_CODE_REFRESH, fields);
    assertThatThrownBy(() -> stack.sandbox.enterCode(PHONE, code.code(), "Alice"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static boolean isDoneSoon(CompletableFuture<?> stage) {
    try {
      stage.get(20, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } catch (TimeoutException e) {
      return false;
    }
  }

  private PairingCode ask() {
    return Account.join(alice.connection().requestPairingCode(PHONE));
  }

  private <T extends Event> T await(Class<T> type, Duration step) {
    return alice.story.await(type, event -> true, step);
  }

  private PairingCodeEnd awaitEnd(Duration step) {
    return await(PairingCodeEnded.class, step).end();
  }

  private void assertNoEnd() {
    assertThat(alice.story.told()).noneMatch(PairingCodeEnded.class::isInstance);
  }

  private void fault(FaultType type, Map<String, String> fields) {
    stack.sandbox.fault(Fault.once(type, fields));
  }
}
