package org.amarula.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.amarula.api.connection.ConnectionSettings;
import org.amarula.api.event.HistoryKind;
import org.amarula.api.event.HistoryReceived;
import org.amarula.api.event.PairingQr;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.Page;
import org.amarula.api.jid.Jid;
import org.amarula.api.state.ConnectionState;
import org.amarula.sandbox.SandboxOptions;
import org.amarula.sandbox.SandboxServer;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.phone.PhoneListener;
import org.amarula.sandbox.report.ReceivedMessage;
import org.amarula.sandbox.report.ReceivedReceipt;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phone with contacts is paired and hands its history over. */
class HistoryTest {
  private final SandboxServer sandbox = SandboxServer.start(SandboxOptions.defaults());
  @TempDir Path data;
  private Stack stack;
  private String ann;
  private String carol;
  private final BlockingQueue<ReceivedMessage> read = new LinkedBlockingQueue<>();

  @BeforeEach
  void phonesHaveMet() {
    sandbox.greeting(true);
    stack = new Stack(sandbox, data);
    ann = sandbox.phones().create("Ann").phone();
    carol = sandbox.phones().create("Carol").phone();
    sandbox.send(carol, ann, "from before");
    sandbox.phones().listen(new Reader());
  }

  @AfterEach
  void stop() {
    stack.close();
    sandbox.close();
  }

  private Account pair(Map<String, String> own) {
    ConnectionSettings settings =
        stack.settings("ann").with("media.certificate", sandbox.mediaCertificate().toString());
    for (Map.Entry<String, String> setting : own.entrySet()) {
      settings = settings.with(setting.getKey(), setting.getValue());
    }
    Account begun = stack.begin(settings);
    String qr = begun.events().await(PairingQr.class, code -> true).qr();
    Scan scan = sandbox.scan(qr, ann, "Ann");
    begun.events().awaitState(ConnectionState.ONLINE);
    return new Account(begun.factory(), begun.profile(), begun.events(), scan);
  }

  private static HistoryReceived awaits(Account account, HistoryKind kind) {
    return account.events().await(HistoryReceived.class, told -> told.kind() == kind);
  }

  private Map<String, String> lids(Account account) {
    Page<AddressPair> page =
        account.factory().keys(account.connection().instanceId()).orElseThrow().addresses("", 100);
    Map<String, String> lids = new HashMap<>();
    page.entries().forEach(pair -> lids.put(pair.pn().user(), pair.lid().user()));
    return lids;
  }

  /** Notes what reaches carol's phone. */
  private final class Reader implements PhoneListener {
    @Override
    public void received(String phone, ReceivedMessage message) {
      if (phone.equals(carol)) {
        read.add(message);
      }
    }

    @Override
    public void receipt(String phone, ReceivedReceipt receipt) {}
  }

  /** Writes to carol by her number, who reads it as the next that she gets. */
  private void assertReads(Account account, String text) throws InterruptedException {
    account.send(Jid.ofPhone(carol), text);
    ReceivedMessage next = read.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    assertThat(next.text()).isEqualTo(text);
  }

  private void assertClean() {
    assertThat(sandbox.violations()).isEmpty();
    assertThat(sandbox.stats().get("historyReceipts")).isEqualTo(3);
  }

  @Test
  void historyThatComesAsFilesTeachesNamesAndTheSaltOfTokens() throws Exception {
    sandbox.inlineHistory(false);

    Account account = pair(Map.of());

    HistoryReceived bootstrap = awaits(account, HistoryKind.BOOTSTRAP);
    awaits(account, HistoryKind.PUSH_NAMES);
    awaits(account, HistoryKind.RECENT);
    assertThat(bootstrap.conversations()).isEqualTo(1);
    assertThat(bootstrap.mappings()).isEqualTo(1);
    assertThat(lids(account)).containsKey(carol);
    assertThat(sandbox.stats().get("saltedTokens")).isZero();
    assertReads(account, "by number");
    assertThat(sandbox.stats().get("saltedTokens")).isEqualTo(1);
    assertClean();
  }

  @Test
  void firstChunkInsideItsNotificationTeachesTheSame() throws Exception {
    Account account = pair(Map.of());

    awaits(account, HistoryKind.BOOTSTRAP);
    assertThat(lids(account)).containsKey(carol);
    awaits(account, HistoryKind.RECENT);
    assertReads(account, "by number");
    assertThat(sandbox.stats().get("saltedTokens")).isEqualTo(1);
    assertClean();
  }

  @Test
  void conversationBegunByNumberGoesOnWhenHistoryTellsTheHiddenId() throws Exception {
    sandbox.inlineHistory(false);
    sandbox.fault(
        new Fault(FaultType.MEDIA_ERROR, 1, Map.of("media", "md-msg-hist", "status", "503")));
    Account account = pair(Map.of());
    assertReads(account, "one"); // before the file is tried again
    sandbox.send(carol, ann, "two");
    account.events().awaitText("two");

    awaits(account, HistoryKind.RECENT);
    assertReads(account, "three");
    sandbox.send(carol, ann, "four");
    account.events().awaitText("four");
    assertClean();
  }

  @Test
  void fileThatIsGoneIsUploadedAgainByThePhone() throws Exception {
    sandbox.inlineHistory(false);
    sandbox.fault(
        new Fault(FaultType.MEDIA_ERROR, 1, Map.of("media", "md-msg-hist", "status", "410")));

    Account account = pair(Map.of());

    awaits(account, HistoryKind.BOOTSTRAP);
    assertThat(lids(account)).containsKey(carol);
    awaits(account, HistoryKind.RECENT);
    assertReads(account, "by number");
    assertClean();
  }

  @Test
  void fileThatIsCutOnItsWayIsReadAgainFromTheHostThatIsSet() throws Exception {
    sandbox.inlineHistory(false);
    sandbox.fault(new Fault(FaultType.MEDIA_CUT, 1, Map.of("media", "md-msg-hist")));

    Account account = pair(Map.of("media.host.override", URI.create(sandbox.url()).getAuthority()));

    awaits(account, HistoryKind.BOOTSTRAP);
    assertThat(lids(account)).containsKey(carol);
    awaits(account, HistoryKind.RECENT);
    assertReads(account, "by number");
    assertClean();
  }
}
