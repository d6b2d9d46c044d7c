package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.amarula.codec.Node;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault (design 8), armed by each of the three doors, with what it does. */
@Timeout(60)
class FaultWalkTest {
  private static final Map<FaultType, FaultCases.Case> CASES = FaultCases.all();
  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = RunningSandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  static Stream<Arguments> walk() {
    return Arrays.stream(FaultDoor.values())
        .flatMap(door -> Arrays.stream(FaultType.values()).map(type -> Arguments.of(door, type)));
  }

  @ParameterizedTest
  @MethodSource("walk")
  void faultHitsWhatItMatchesOnce(FaultDoor door, FaultType type) throws Exception {
    try (FaultScene scene = new FaultScene(sandbox, door, type)) {
      CASES.get(type).show(scene);
      scene.assertGone();
    }
  }

  @ParameterizedTest
  @EnumSource
  void faultHitsAsOftenAsItIsToldTo(FaultDoor door) throws Exception {
    try (FaultScene scene = new FaultScene(sandbox, door, FaultType.IQ_ERROR)) {
      Companion companion = scene.ready();
      scene.arm("xmlns", "w:p", "account", scene.phone, "count", "3");
      for (int i = 0; i < 3; i++) {
        assertThat(scene.ping(companion).attribute("type")).contains("error");
      }
      Node answer = scene.ping(companion);
      assertThat(answer.attribute("type")).contains("result");
      scene.assertGone();
    }
  }
}
