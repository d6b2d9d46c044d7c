package org.amarula.shell.internal;

import static org.amarula.shell.internal.Calls.json;
import static org.amarula.shell.internal.Calls.lines;
import static org.amarula.shell.internal.Calls.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.amarula.api.Profile;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.PreKeyStatus;
import org.amarula.api.instance.RetryCount;
import org.amarula.api.instance.RetryStatus;
import org.amarula.api.instance.SessionStatus;
import org.amarula.api.jid.Jid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyCommandsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final FakeFactory factory = new FakeFactory();

  @BeforeEach
  void start() {
    factory.start(ConnectionSettings.of("alice"));
    for (int i = 10; i < 20; i++) {
      Jid lid = Jid.of("9000000000000" + i, Jid.LID);
      factory.keys.sessions.add(new SessionStatus(lid, 2, 1, 3, 0, NOW.minusSeconds(65)));
      factory.keys.addresses.add(new AddressPair(Jid.of("155500000" + i, Jid.PN), lid));
    }
  }

  @Test
  void sessionsAreRedactedUnlessInFull() {
    SessionsCommand sessions = new SessionsCommand(factory, CLOCK);

    List<String> lines = lines(sessions, "alice", "--limit", "4");

    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).startsWith("USER");
    assertThat(lines.get(1)).contains("…10@lid", "1m5s").doesNotContain("9000");
    assertThat(lines.get(5)).isEqualTo("4 users shown; 20 devices have a record");
    assertThat(run(sessions, "alice", "--full")).contains("900000000000010@lid");
  }

  @Test
  void sessionsAreReadInPages() {
    SessionsCommand sessions = new SessionsCommand(factory, CLOCK);

    List<String> lines = lines(sessions, "alice", "--all", "--json");

    assertThat(lines).hasSize(10);
    assertThat(factory.keys.asked).as("pages").isEqualTo(4);
    JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
    assertThat(first.get("devices").getAsInt()).isEqualTo(2);
    assertThat(first.get("awaiting").getAsInt()).isEqualTo(1);
    assertThat(first.get("awaitingSince").getAsString()).isEqualTo("2026-01-01T11:58:55Z");
    assertThat(first.get("archived").getAsInt()).isEqualTo(3);
    assertThat(first.get("user").getAsString()).isEqualTo("…10@lid");
  }

  @Test
  void namesAreShownInPairs() {
    LidsCommand lids = new LidsCommand(factory);

    assertThat(lines(lids, "alice", "--limit", "1"))
        .hasSize(3)
        .last()
        .isEqualTo("1 of 10 users shown");
    assertThat(run(lids, "alice")).contains("…10@s.whatsapp.net", "…10@lid").doesNotContain("1555");
    JsonObject pair = json(lids, "alice", "--limit", "1", "--full", "--json");
    assertThat(pair.get("pn").getAsString()).isEqualTo("15550000010@s.whatsapp.net");
    assertThat(pair.get("lid").getAsString()).isEqualTo("900000000000010@lid");
  }

  @Test
  void preKeysTellWatermarksAndAges() {
    PreKeysCommand command = new PreKeysCommand(factory, CLOCK);
    PreKeyStatus.OnServer told = new PreKeyStatus.OnServer(17, NOW.minusSeconds(30));
    factory.keys.preKeys =
        new PreKeyStatus(863, 813, 850, told, 2, NOW.minus(Duration.ofDays(3)), false);

    String text = run(command, "alice");
    JsonObject json = json(command, "alice", "--json");

    assertThat(text)
        .contains("863", "813", "17, 30s ago", "2, made 3d ago, not confirmed by the server");
    assertThat(json.get("next").getAsInt()).isEqualTo(863);
    assertThat(json.get("firstUnuploaded").getAsInt()).isEqualTo(813);
    assertThat(json.get("kept").getAsInt()).isEqualTo(850);
    assertThat(json.get("atServer").getAsInt()).isEqualTo(17);
    assertThat(json.get("signedConfirmed").getAsBoolean()).isFalse();
    factory.keys.preKeys = new PreKeyStatus(1, 1, 0, null, 1, Instant.EPOCH, true);
    assertThat(run(command, "alice")).contains("not told since", "signed pre-key     1\n");
  }

  @Test
  void retriesAreListedUpToALimit() {
    factory.keys.retries =
        new RetryStatus(
            5,
            100,
            Duration.ofHours(24),
            List.of(new RetryCount("3EB0A", "…10@lid", 2), new RetryCount("3EB0B", "…11@lid", 1)),
            List.of(new RetryCount("3EB0C", "…12:3@lid", 4)));
    RetriesCommand command = new RetriesCommand(factory);

    List<String> lines = lines(command, "alice", "--limit", "1");
    List<String> json = lines(command, "alice", "--json");

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("5 of 100 sent messages are kept, for 1d");
    assertThat(lines.get(2)).contains("asked", "3EB0A", "…10@lid", "2");
    assertThat(lines.get(3)).contains("answered", "3EB0C", "…12:3@lid", "4");
    assertThat(json).hasSize(4);
    assertThat(json.get(0)).contains("\"cached\":5", "\"maxAgeSeconds\":86400");
    assertThat(json.get(3)).contains("\"retry\":\"answered\"", "\"count\":4");
  }

  @Test
  void trustApprovesAContact() {
    TrustCommand trust = new TrustCommand(factory);
    FakeFactory.FakeConnection alice =
        (FakeFactory.FakeConnection) Accounts.connection(factory, Profile.of("alice"));

    assertThat(run(trust, "alice", "15550000010")).startsWith("nothing waited");
    alice.needsApproval = true;
    JsonObject json = json(trust, "alice", "900000000000010@lid", "--json");

    assertThat(alice.approved).isEqualTo(Jid.of("900000000000010", Jid.LID));
    assertThat(json.get("approved").getAsBoolean()).isTrue();
  }

  @Test
  void wrongCallsAreOneSentence() {
    assertThatThrownBy(() -> run(new SessionsCommand(factory, CLOCK), "nobody"))
        .hasMessage("Account 'nobody' does not run.");
    assertThatThrownBy(() -> run(new LidsCommand(factory), "alice", "--limit", "none"))
        .hasMessageContaining("--limit needs a number");
  }
}
