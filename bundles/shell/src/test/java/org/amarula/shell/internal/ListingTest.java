package org.amarula.shell.internal;

import static org.amarula.shell.internal.Calls.lines;
import static org.amarula.shell.internal.Calls.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.connection.DeclarationState;
import org.amarula.api.connection.DeclarationStatus;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three hundred accounts, as somebody with a terminal of 80 columns reads them. */
class ListingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeFactory factory = new FakeFactory();
  private final List<DeclarationStatus> declared = new ArrayList<>();
  private final ListCommand list =
      new ListCommand(factory, () -> declared, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void start() {
    for (int i = 0; i < 300; i++) {
      FakeFactory.FakeConnection account = start("account%03d".formatted(i));
      account.own = Jid.ofPhone("1555000" + (1000 + i));
      account.state = ConnectionState.ONLINE;
      account.lastRoundTrip = NOW.minusSeconds(i);
      if (i % 30 == 7) {
        account.state = ConnectionState.DISCONNECTED;
        account.reason = new DisconnectReason.UpgradeRefused(503);
        account.retryAt = NOW.plusSeconds(150);
        account.queued = 12;
        account.stored = 9 * i;
      }
    }
    account("account000").state = ConnectionState.LOGGED_OUT;
    account("account000").reason = new DisconnectReason.LoggedOut("401");
    account("account000").lastRoundTrip = null;
    account("account001").restarts = 5;
  }

  @Test
  void everyAccountIsOneLineOfEightyColumnsInOrder() {
    List<String> lines = lines(list);

    assertThat(lines).hasSize(303).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(lines.get(0)).matches("PROFILE +STATE +REASON +RETRY +TRIP +QUEUE +RESTARTS");
    assertThat(lines.subList(1, 301)).isSorted();
  }

  @Test
  void cellsStandBelowTheirHeadings() {
    List<String> lines = lines(list);
    int state = lines.get(0).indexOf("STATE");
    int reason = lines.get(0).indexOf("REASON");
    int restartsEnd = lines.get(0).length();

    for (String line : lines.subList(1, 301)) {
      assertThat(line.substring(state - 2, state)).isBlank();
      assertThat(line.substring(state, reason).strip())
          .isIn("online", "disconnected", "logged-out");
      assertThat(line).hasSize(restartsEnd);
    }
  }

  @Test
  void eachColumnSaysWhatItShould() {
    assertThat(row("account000").split(" {2,}"))
        .containsExactly("account000", "logged-out", "logged-out", "-", "0", "0");
    assertThat(row("account001").split(" {2,}"))
        .containsExactly("account001", "online", "1s", "0", "5");
    assertThat(row("account007").split(" {2,}"))
        .containsExactly(
            "account007", "disconnected", "upgrade-unavailable", "2m30s", "7s", "12+63", "0");
    assertThat(row("account299")).contains("4m59s");
  }

  @Test
  void theLastLinesSumUp() {
    assertThat(lines(list))
        .endsWith(
            "300 accounts: 289 online, 10 disconnected, 1 logged-out",
            "120 waiting, 12780 stored, 5 restarts");
  }

  @Test
  void aFilterShowsTheAccountsInTheseStatesOnly() {
    List<String> lines = lines(list, "--state", "logged-out,disconnected");

    assertThat(lines).hasSize(14);
    assertThat(lines)
        .endsWith(
            "11 of 300 accounts: 10 disconnected, 1 logged-out",
            "120 waiting, 12780 stored, 0 restarts");
    assertThatThrownBy(() -> run(list, "--state", "happy")).hasMessageContaining("no state");
  }

  @Test
  void programsGetOneObjectPerAccountAndNothingElse() {
    List<JsonObject> objects =
        lines(list, "--json").stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();

    assertThat(objects).hasSize(300);
    JsonObject waiting = objects.get(7);
    assertThat(waiting.get("profile").getAsString()).isEqualTo("account007");
    assertThat(waiting.get("instanceId").getAsString()).isEqualTo(account("account007").id.value());
    assertThat(waiting.get("state").getAsString()).isEqualTo("disconnected");
    assertThat(waiting.get("reason").getAsString()).isEqualTo("upgrade-unavailable");
    assertThat(waiting.get("retryAt").getAsString()).isEqualTo("2026-01-01T12:02:30Z");
    assertThat(waiting.get("lastRoundTrip").getAsString()).isEqualTo("2026-01-01T11:59:53Z");
    assertThat(waiting.get("queued").getAsInt()).isEqualTo(12);
    assertThat(waiting.get("stored").getAsInt()).isEqualTo(63);
    assertThat(objects.get(8).get("stored").getAsInt()).isZero();
  }

  @Test
  void noPhoneNumberIsShown() {
    assertThat(run(list)).doesNotContain("15550001");
    assertThat(run(list, "--json")).doesNotContain("15550001");
  }

  @Test
  void longNamesAreCutOnlyWhereTheLineWouldWrap() {
    String longName = "customer-of-the-northern-branch-".repeat(2);
    start(longName).state = ConnectionState.PAIRING_EXPIRED;

    assertThat(lines(list)).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(run(list)).contains("customer-of-th").doesNotContain(longName);
    assertThat(run(list, "--wide")).contains(longName).contains("upgrade-unavailable");
  }

  @Test
  void declaredAccountsThatDoNotRunAreTold() {
    declared.add(new DeclarationStatus("pid~a", "account001", DeclarationState.RUNNING, ""));
    declared.add(
        new DeclarationStatus(
            "pid~b",
            "account001",
            DeclarationState.PROFILE_IN_USE,
            "The configuration pid~a runs this profile."));

    assertThat(lines(list))
        .last()
        .isEqualTo(
            "declared account001 (pid~b) profile-in-use"
                + " - The configuration pid~a runs this profile.");
    assertThat(lines(list, "--json")).hasSize(300);
    DeclaredCommand all = new DeclaredCommand(() -> declared);
    assertThat(lines(all)).hasSize(2).first().isEqualTo("declared account001 (pid~a) running");
    assertThat(lines(all, "--json").get(1))
        .isEqualTo(
            "{\"pid\":\"pid~b\",\"profile\":\"account001\",\"state\":\"profile-in-use\","
                + "\"message\":\"The configuration pid~a runs this profile.\"}");
  }

  @Test
  void withoutAccountsThereIsTheHeading() {
    factory.running.clear();

    assertThat(Stream.of(run(list).split("\n")).map(String::strip))
        .containsExactly(
            "PROFILE  STATE  REASON  RETRY  TRIP  QUEUE  RESTARTS",
            "0 accounts",
            "0 waiting, 0 stored, 0 restarts");
  }

  private String row(String profile) {
    return lines(list).stream().filter(line -> line.startsWith(profile)).findFirst().orElseThrow();
  }

  private FakeFactory.FakeConnection account(String name) {
    return factory.running.get(Profile.of(name));
  }

  private FakeFactory.FakeConnection start(String name) {
    factory.start(ConnectionSettings.of(name));
    return account(name);
  }
}
