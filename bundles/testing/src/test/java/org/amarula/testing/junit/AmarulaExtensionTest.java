package org.amarula.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.amarula.testing.Bot;
import org.amarula.testing.BotKit;
import org.amarula.testing.Contact;
import org.amarula.testing.Faults;
import org.amarula.testing.RudeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The extension, seen from outside: tests of tests. */
class AmarulaExtensionTest {
  private static final Set<BotKit> KITS = ConcurrentHashMap.newKeySet();

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.conditions.deactivate", "*")
        .execute()
        .testEvents();
  }

  @ExtendWith(AmarulaExtension.class)
  @Execution(ExecutionMode.CONCURRENT)
  static class Passing {
    private Contact early;

    @BeforeEach
    void prepare(@Name("Zoe") Contact zoe, BotKit kit) {
      early = zoe;
      KITS.add(kit);
    }

    @Test
    void namesComeFromAnnotationsAndParameters(
        Bot bot, Contact alice, @Name("Zoe") Contact other, Faults faults, BotKit kit) {
      assertThat(other).isSameAs(early);
      assertThat(alice.name()).isEqualTo("alice");
      assertThat(bot.name()).isEqualTo("bot");
      assertThat(faults).isSameAs(kit.faults());
      bot.sends(alice, "hi");
      alice.expectReply("hi");
    }

    @Test
    void anotherTestHasAnotherKit(Contact alice, @Name("shop") Bot bot, BotKit kit) {
      assertThat(KITS).contains(kit);
      assertThat(bot.name()).isEqualTo("shop");
      bot.sends(alice, "hi");
      alice.expectReply("hi");
    }

    @AfterEach
    void stillThere(BotKit kit) {
      assertThat(kit.sandbox().violations()).isEmpty();
    }
  }

  @Test
  void testsRunInParallelWithAKitEach() {
    KITS.clear();

    run(Passing.class).assertStatistics(stats -> stats.succeeded(2).failed(0));

    assertThat(KITS).hasSize(2);
  }

  @ExtendWith(AmarulaExtension.class)
  static class Failing {
    @Test
    void aViolation(BotKit kit) {
      RudeClient.call(kit.sandbox());
    }
  }

  @Test
  void aTestWithAViolationFails() {
    run(Failing.class)
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                message(text -> text.startsWith("The server expected no violation"))));
  }

  static class Lenient {
    @RegisterExtension
    final AmarulaExtension amarula = AmarulaExtension.with(BotKit.Builder::lenient);

    @Test
    void aViolation(BotKit kit) {
      RudeClient.call(kit.sandbox());
    }
  }

  @Test
  void strictnessCanBeSwitchedOff() {
    run(Lenient.class).assertStatistics(stats -> stats.succeeded(1).failed(0));
  }

  @ExtendWith(AmarulaExtension.class)
  static class Surprised {
    @Test
    void fails(Contact alice, Bot bot) {
      bot.sends(alice, "surprise");
      alice.nextReply();
      throw new IllegalStateException("something else");
    }
  }

  @Test
  void anyFailureCarriesTheConversation() {
    run(Surprised.class)
        .assertThatEvents()
        .haveExactly(
            1,
            finishedWithFailure(
                message("something else"),
                suppressed(0, message(text -> text.contains("bot → alice: surprise")))));
  }

  @ExtendWith(AmarulaExtension.class)
  static class TooEarly {
    @BeforeAll
    static void prepare(Contact alice) {}

    @Test
    void isNotReached() {}
  }

  @Test
  void aKitForAllTestsOfAClassIsRefused() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(TooEarly.class))
        .execute()
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1, finishedWithFailure(message(text -> text.contains("There is a kit for each test"))));
  }
}
