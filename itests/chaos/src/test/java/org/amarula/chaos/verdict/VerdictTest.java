package org.amarula.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge sees each way in which a promise can be broken. */
class VerdictTest {
  private static final List<Integer> LITTLE = List.of(1, 1, 1, 1, 1, 1);

  private final Scene scene = new Scene();

  @TempDir Path directory;

  /** One message from a to b that went well, and one of each kind of disturbance. */
  @BeforeEach
  void goodRun() {
    scene.accounts("a", "b");
    scene.event("kill", "role", "connection").event("restart", "role", "connection");
    scene.event("bundle", "what", "codec restarted").event("fault", "type", "drop");
    scene.told("a", "a-1", "accepted", "M1").accepted("M1", "a", "b", "a-1");
    scene.received("b", "M1", "a-1", false);
  }

  private Verdict judge() throws Exception {
    scene.write(directory);
    return Verdict.of(Evidence.read(directory), LITTLE);
  }

  private List<String> failedRules() throws Exception {
    return judge().checks().stream().filter(check -> !check.passed()).map(Check::rule).toList();
  }

  @Test
  void goodRunPasses() throws Exception {
    assertThat(failedRules()).isEmpty();
  }

  @Test
  void messageThatNobodyWasToldIsLost() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").accepted("M2", "a", "b", "a-2");
    assertThat(failedRules()).containsExactly(Verdict.NOTHING_LOST);
  }

  @Test
  void messageThatWasOnlyRefusedIsLost() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").accepted("M2", "a", "b", "a-2");
    scene.refused("b", "M2", "a-2");
    assertThat(failedRules()).containsExactly(Verdict.NOTHING_LOST);
  }

  @Test
  void messageOfUnknownOutcomeMustArriveWhenTheServerTookIt() throws Exception {
    scene.told("a", "a-2", "unknown", "M2").accepted("M2", "a", "b", "a-2");
    assertThat(failedRules()).containsExactly(Verdict.NOTHING_LOST);
  }

  @Test
  void unknownOutcomeOfWhatTheServerNeverSawIsTheTruth() throws Exception {
    scene.told("a", "a-2", "unknown", "M2");
    assertThat(failedRules()).isEmpty();
  }

  @Test
  void flaggedRepeatIsFine() throws Exception {
    scene.received("b", "M1", "a-1", true);
    assertThat(failedRules()).isEmpty();
  }

  @Test
  void flaggedFirstDeliveryIsFine() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").accepted("M2", "a", "b", "a-2");
    scene.received("b", "M2", "a-2", true);
    assertThat(failedRules()).isEmpty();
  }

  @Test
  void unflaggedRepeatFails() throws Exception {
    scene.received("b", "M1", "a-1", false);
    assertThat(failedRules()).containsExactly(Deliveries.REPEATS_FLAGGED);
  }

  @Test
  void repeatAfterARefusalMustBeFlaggedToo() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").accepted("M2", "a", "b", "a-2");
    scene.refused("b", "M2", "a-2").received("b", "M2", "a-2", false);
    assertThat(failedRules()).containsExactly(Deliveries.REPEATS_FLAGGED);
  }

  @Test
  void oneTextUnderTwoIdsCannotBeDeduped() throws Exception {
    scene.accepted("M2", "a", "b", "a-1").received("b", "M2", "a-1", false);
    assertThat(failedRules()).containsExactly(Deliveries.ONCE_AFTER_DEDUPE);
  }

  @Test
  void repeatUnderAnotherChatCannotBeDeduped() throws Exception {
    scene.receivedIn("elsewhere@lid", "b", "M1", "a-1", true);
    assertThat(failedRules()).containsExactly(Deliveries.ONCE_AFTER_DEDUPE);
  }

  @Test
  void acceptedWithoutTheServerIsALie() throws Exception {
    scene.told("a", "a-2", "accepted", "M2");
    assertThat(failedRules()).containsExactly("what was told as accepted is in the ledger");
  }

  @Test
  void failureOfWhatTheServerTookIsALie() throws Exception {
    scene.told("a", "a-2", "failed", "").accepted("M2", "a", "b", "a-2");
    scene.received("b", "M2", "a-2", false);
    assertThat(failedRules()).containsExactly("what was told as failed or rejected is not");
  }

  @Test
  void ruleThatTheServerSawBrokenIsAFailure() throws Exception {
    scene.violation("1a:1", "answered-twice");
    assertThat(failedRules()).containsExactly("the server saw no rule broken");
  }

  @Test
  void rejectedMessageMustNotArrive() throws Exception {
    scene.told("a", "a-2", "rejected", "M2").received("b", "M2", "a-2", false);
    assertThat(failedRules())
        .containsExactly(
            "what was delivered is what the server accepted",
            "nothing was delivered that was told as rejected");
  }

  @Test
  void sendWithoutOutcomeFails() throws Exception {
    scene.tried("a", "a-2");
    assertThat(failedRules()).containsExactly("every send had an outcome");
  }

  @Test
  void untypedFailureFails() throws Exception {
    scene.told("a", "a-2", "untyped", "");
    assertThat(failedRules()).containsExactly("no send failed with something untyped");
  }

  @Test
  void missingCopyFails() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").acceptedWithoutCopies("M2", "a", "b", "a-2");
    assertThat(failedRules()).containsExactly("each message had a copy for every device");
  }

  @Test
  void accountThatIsNotOnlineFails() throws Exception {
    scene.last("b", "disconnected");
    assertThat(failedRules()).containsExactly("every account is online at the end");
  }

  @Test
  void runThatBrokeOffFails() throws Exception {
    scene.forgetEnd();
    assertThat(failedRules())
        .containsExactly("at least 2 accounts at the end", "at least 1 troubles of the storage");
  }

  @Test
  void runBelowItsMinimumsFails() throws Exception {
    scene.write(directory);
    Verdict verdict = Verdict.of(Evidence.read(directory), List.of(2, 2, 2, 2, 2, 9));
    assertThat(verdict.failed()).isEqualTo(6);
  }

  @Test
  void reportAndLastLineTellTheFigures() throws Exception {
    scene.told("a", "a-2", "accepted", "M2").accepted("M2", "a", "b", "a-2");
    Verdict verdict = judge();
    Path report = directory.resolve("reports/chaos.json");
    verdict.write(report);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    verdict.print(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(Files.readString(report))
        .contains("\"messages\": 2", "\"kills\": 1", "\"kills.connection\": 1", "\"restarts\": 1")
        .contains("\"lost\": 1", "\"duplicated\": 0", "\"seed\": 7", "\"failed\": 1");
    assertThat(out.toString(StandardCharsets.UTF_8).strip().lines().toList())
        .last()
        .asString()
        .matches("[0-9]+ passed, 1 failed");
  }
}
