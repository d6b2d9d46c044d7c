package org.amarula.supervision.internal.declared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.amarula.api.InstanceId;
import org.amarula.api.StorageException;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.DeclarationState;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.event.StateChanged;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.supervision.internal.ManualTimer;
import org.junit.jupiter.api.Test;

class DeclarationTest {
  private static final Duration LOOK = Duration.ofSeconds(30);

  private final ManualTimer time = new ManualTimer();
  private final FakeInstances instances = new FakeInstances();
  private final DeclarationBoard board =
      new DeclarationBoard(instances, time, Runnable::run, time.clock());

  @Test
  void anInstanceThatCrashedTooOftenComesBackWithGrowingWaits() {
    declare("first", "alice");
    instances.crash("alice");
    assertThat(retries()).containsExactly(Duration.ofSeconds(2));
    assertThat(shown("first")).isEqualTo(DeclarationState.RETRYING);
    time.advance(Duration.ofSeconds(2));
    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
    instances.tell("alice", ConnectionState.ONLINE);
    instances.crash("alice");
    assertThat(retries())
        .as("online for less than a minute")
        .containsExactly(Duration.ofSeconds(4));

    time.advance(Duration.ofSeconds(4));
    instances.tell("alice", ConnectionState.ONLINE);
    time.advance(Duration.ofSeconds(60));
    instances.tell("alice", ConnectionState.CONNECTING);
    instances.crash("alice");

    assertThat(retries()).as("a stable minute").containsExactly(Duration.ofSeconds(2));
    assertThat(starts()).isEqualTo(3);
  }

  @Test
  void theWaitHasALimit() {
    declare("first", "alice");
    for (int i = 0; i < 12; i++) {
      instances.crash("alice");
      time.advance(Duration.ofSeconds(256));
    }

    assertThat(starts()).isEqualTo(13);
  }

  @Test
  void aTerminalStateIsShownAndNothingIsTried() {
    declare("first", "alice");

    instances.tell("alice", StateChanged.ended(new DisconnectReason.LoggedOut("401")));
    time.advance(Duration.ofHours(1));

    assertThat(shown("first")).isEqualTo(DeclarationState.ENDED);
    assertThat(status("first").detail()).contains("pair it again");
    assertThat(starts()).isEqualTo(1);

    instances.tell("alice", ConnectionState.CONNECTING);
    assertThat(status("first"))
        .as("somebody connected it again")
        .isEqualTo(new DeclarationStatus("first", "alice", DeclarationState.RUNNING, ""));
  }

  @Test
  void theSecondDeclarationOfAProfileShowsItAndTakesOverWhenTheFirstGoes() {
    Declaration first = declare("first", "alice");
    declare("second", "alice");
    assertThat(shown("second")).isEqualTo(DeclarationState.PROFILE_IN_USE);
    assertThat(status("second").detail()).contains("first");
    InstanceId before = instances.idOf("alice");

    instances.slowStops = true;
    first.close();
    assertThat(shown("second"))
        .as("the profile is not free yet")
        .isEqualTo(DeclarationState.PROFILE_IN_USE);
    instances.end("alice", new DisconnectReason.Requested());

    assertThat(shown("second")).isEqualTo(DeclarationState.RUNNING);
    assertThat(instances.idOf("alice")).isNotEqualTo(before);
    assertThat(board.declarations()).hasSize(1);
    assertThat(instances.log).noneMatch(line -> line.startsWith("in use"));
  }

  @Test
  void theFirstKeepsItsPlaceWhenItChanges() {
    Declaration first = declare("first", "alice");
    declare("second", "alice");

    first.configure(Map.of("profile", "alice", "device.name", "Shop"));

    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
    assertThat(shown("second")).isEqualTo(DeclarationState.PROFILE_IN_USE);
    assertThat(instances.log)
        .containsExactly("start alice as Amarula", "stop alice", "start alice as Shop");
  }

  @Test
  void aProfileThatSomebodyElseStartedIsTakenWhenItIsFree() {
    instances.start(ConnectionSettings.of("alice"), (connection, event) -> null);
    declare("first", "alice");
    assertThat(shown("first")).isEqualTo(DeclarationState.PROFILE_IN_USE);
    time.advance(Duration.ofMinutes(10));
    assertThat(shown("first")).isEqualTo(DeclarationState.PROFILE_IN_USE);

    instances.lose("alice");
    time.advance(Duration.ofSeconds(8));

    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
  }

  @Test
  void aChangeOfOneOfTwentyDisturbsNoOther() {
    Map<String, Declaration> all = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      all.put("pid" + i, declare("pid" + i, "account" + i));
    }
    List<InstanceId> before = ids();

    all.get("pid7").configure(Map.of("profile", "account7", "device.name", "Shop"));

    List<InstanceId> after = ids();
    for (int i = 0; i < 20; i++) {
      assertThat(after.get(i).equals(before.get(i))).as("account" + i).isEqualTo(i != 7);
    }
  }

  @Test
  void theSameSettingsAgainDisturbNothing() {
    Declaration first = declare("first", "alice");
    first.configure(Map.of("profile", "alice", "felix.fileinstall.filename", "other.cfg"));

    assertThat(instances.log).containsExactly("start alice as Amarula");
  }

  @Test
  void anotherProfileIsStartedWhenTheEarlierOneHasEnded() {
    Declaration first = declare("first", "alice");
    instances.slowStops = true;

    first.configure(Map.of("profile", "bob"));
    first.configure(Map.of("profile", "carol"));
    assertThat(instances.log).containsExactly("start alice as Amarula", "stop alice");
    instances.end("alice", new DisconnectReason.Requested());

    assertThat(instances.log).last().isEqualTo("start carol as Amarula");
    assertThat(instances.log).doesNotContain("start bob as Amarula");
  }

  @Test
  void aWrongConfigurationIsRefusedWithKeyValueAndExpectation() {
    Declaration first = declare("first", Map.of("profile", "alice", "restart.max", "many"));

    assertThat(shown("first")).isEqualTo(DeclarationState.REFUSED);
    assertThat(status("first").detail()).contains("restart.max", "many", "from 0 to 1000");
    assertThat(status("first").profile()).isEqualTo("alice");
    assertThat(instances.log).isEmpty();

    first.configure(Map.of("profile", "alice", "restart.max", "9"));
    assertThat(status("first").state()).isEqualTo(DeclarationState.RUNNING);
  }

  @Test
  void aRefusedChangeLeavesWhatRunsAndStaysShown() {
    Declaration first = declare("first", "alice");

    first.configure(Map.of("profile", "alice", "colour", "red"));
    instances.tell("alice", ConnectionState.ONLINE);

    assertThat(shown("first")).isEqualTo(DeclarationState.REFUSED);
    assertThat(status("first").detail()).contains("colour", "red", "keeps running");
    assertThat(instances.log).containsExactly("start alice as Amarula");
    first.configure(Map.of("profile", "alice"));
    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
    assertThat(starts()).isEqualTo(1);
  }

  @Test
  void aStorageThatFailsIsTriedAgain() {
    instances.failure = new StorageException("The disk is full.", null);
    declare("first", "alice");
    assertThat(shown("first")).isEqualTo(DeclarationState.RETRYING);
    assertThat(status("first").detail()).contains("disk is full");

    instances.failure = null;
    time.advance(Duration.ofSeconds(2));

    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
  }

  @Test
  void aFactoryThatIsClosedIsNoErrorAndNothingIsPlanned() {
    instances.failure = new FactoryClosedException();
    declare("first", "alice");

    assertThat(shown("first")).isEqualTo(DeclarationState.WAITING);
    assertThat(status("first").detail()).contains("factory ends");
    assertThat(retries()).isEmpty();
    instances.failure = null;
    time.advance(Duration.ofHours(1));
    assertThat(instances.log).isEmpty();
  }

  @Test
  void aTimerThatHasEndedIsNoErrorEither() {
    instances.failure = new StorageException("The storage is closed.");
    ScheduledExecutorService ended = Executors.newScheduledThreadPool(1);
    DeclarationBoard ending = new DeclarationBoard(instances, ended, Runnable::run, time.clock());
    ended.shutdownNow();

    Declaration late = ending.declare("first", Map.of("profile", "alice"));

    assertThat(late.status().state()).isEqualTo(DeclarationState.WAITING);
    assertThat(late.status().detail()).contains("factory ends");
  }

  @Test
  void whatWaitsForItsTurnIsNotStartedByAFactoryThatEnds() {
    Deque<Runnable> waiting = new ArrayDeque<>();
    DeclarationBoard slow = new DeclarationBoard(instances, time, waiting::add, time.clock());
    slow.declare("first", Map.of("profile", "alice"));

    slow.close();
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }

    assertThat(instances.log).isEmpty();
  }

  @Test
  void whatSomebodyStoppedStaysStoppedUntilTheConfigurationChanges() {
    Declaration first = declare("first", "alice");
    instances.end("alice", new DisconnectReason.Requested());

    time.advance(Duration.ofHours(1));
    assertThat(shown("first")).isEqualTo(DeclarationState.STOPPED);
    assertThat(starts()).isEqualTo(1);

    first.configure(Map.of("profile", "alice", "device.name", "Shop"));
    assertThat(shown("first")).isEqualTo(DeclarationState.RUNNING);
  }

  @Test
  void anEndThatWasNeverToldIsNoticed() {
    declare("first", "alice");
    instances.lose("alice");

    time.advance(LOOK);
    time.advance(Duration.ofSeconds(2));

    assertThat(starts()).isEqualTo(2);
  }

  @Test
  void aClosedDeclarationStopsItsInstanceAndPlansNothing() {
    Declaration first = declare("first", "alice");
    CompletionStage<Void> closed = first.close();
    time.advance(Duration.ofHours(1));

    assertThat(closed.toCompletableFuture()).isCompleted();
    assertThat(instances.log).containsExactly("start alice as Amarula", "stop alice");
    assertThat(board.declarations()).isEmpty();
  }

  @Test
  void theEndOfTheFactoryIsLeftToTheFactory() {
    declare("first", "alice");
    declare("second", "bob");
    instances.crash("bob");

    board.close();
    instances.crash("alice");
    time.advance(Duration.ofHours(1));

    assertThat(instances.log).hasSize(2).noneMatch(line -> line.startsWith("stop"));
  }

  private Declaration declare(String pid, String profile) {
    return declare(pid, Map.of("profile", profile));
  }

  private Declaration declare(String pid, Map<String, String> configuration) {
    return board.declare(pid, configuration);
  }

  private DeclarationStatus status(String pid) {
    return board.declarations().stream()
        .filter(status -> status.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  private DeclarationState shown(String pid) {
    return status(pid).state();
  }

  private long starts() {
    return instances.log.stream().filter(line -> line.startsWith("start")).count();
  }

  private List<Duration> retries() {
    return time.waits().stream()
        .filter(wait -> wait.compareTo(Duration.ofSeconds(20)) < 0)
        .toList();
  }

  private List<InstanceId> ids() {
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ids.add(instances.idOf("account" + i));
    }
    return ids;
  }
}
