package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.appstate.ExternalBlobReference;
import org.amarula.proto.appstate.SyncActionValue;
import org.amarula.proto.appstate.SyncdPatch;
import org.amarula.proto.appstate.SyncdSnapshot;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.AppStateSyncKey;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.internal.syncd.AppStateJudge;
import org.amarula.sandbox.internal.syncd.TestKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AppStateTest {
  private static final String ALICE = "15551230001";
  private static final String BOB = "15551230002";
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private Companion alice;
  private SignalDevice signal;

  @BeforeEach
  void prepare() {
    server.greeting(true);
    server.send(BOB, ALICE, "before alice had a companion");
    server.send(ALICE, BOB, "answer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void pair() throws Exception {
    alice = Companion.ready(server, ALICE);
    signal = new SignalDevice(alice);
  }

  private ProtocolMessage peerMessage() throws Exception {
    Node message =
        alice.connection.expect(
            node -> node.is("message") && node.hasAttribute("category", "peer"));
    assertThat(message.requireJidAttribute("from")).isEqualTo(alice.lid.withDevice(0));
    Message read = signal.read(message);
    alice.connection.send(
        Node.builder("receipt")
            .attribute("id", message.requireAttribute("id"))
            .attribute("to", message.requireJidAttribute("from"))
            .attribute("type", "peer_msg")
            .build());
    return read.getProtocolMessage();
  }

  private AppStateSyncKey key() throws Exception {
    return peerMessage().getAppStateSyncKeyShare().getKeys(0);
  }

  private static HistorySync inflate(byte[] compressed) throws Exception {
    return HistorySync.parseFrom(
        new InflaterInputStream(new ByteArrayInputStream(compressed)).readAllBytes());
  }

  private HistorySync download(HistorySyncNotification notification) throws Exception {
    byte[] file = server.media().get(notification.getDirectPath());
    byte[] key = notification.getMediaKey().toByteArray();
    return inflate(SealedFile.open(file, key, "WhatsApp History Keys").orElseThrow());
  }

  @Test
  void newCompanionGetsKeyNamesAndHistory() throws Exception {
    pair();
    assertThat(key().getKeyData().getKeyData().size()).isEqualTo(32);
    HistorySyncNotification first = peerMessage().getHistorySyncNotification();
    HistorySync bootstrap = inflate(first.getInitialHistBootstrapInlinePayload().toByteArray());
    assertThat(bootstrap.getConversationsList()).hasSize(1);
    assertThat(bootstrap.getConversations(0).getMessagesList()).hasSize(1);
    assertThat(bootstrap.getPhoneNumberToLidMappingsList()).hasSize(2);
    HistorySync names = download(peerMessage().getHistorySyncNotification());
    assertThat(names.getPushnames(0).getId()).startsWith(BOB);
    HistorySync recent = download(peerMessage().getHistorySyncNotification());
    assertThat(recent.getConversations(0).getMessagesList())
        .extracting(each -> each.getMessage().getMessage().getConversation())
        .containsExactly("answer", "before alice had a companion");
    assertThat(recent.getConversations(0).getMessages(0).getMessage().getKey().getFromMe())
        .isTrue();
    alice.ask("get", "w:p", Node.of("ping")); // the server has the receipts, too
    alice.close();
    alice.login();
    Node waiting = alice.activate().requireChild("offline_preview");
    assertThat(waiting.attribute("message")).contains("0");
    assertThat(server.stats().get("peerReceipts")).isEqualTo(4);
  }

  @Test
  void phoneAnswersOnDemandHistoryAndKeyRequests() throws Exception {
    pair();
    for (int i = 0; i < 4; i++) {
      peerMessage();
    }
    ask(
        ProtocolMessage.newBuilder()
            .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_REQUEST)
            .build());
    assertThat(peerMessage().hasAppStateSyncKeyShare()).isTrue();
    Message.PeerDataOperationRequestMessage.HistorySyncOnDemandRequest demand =
        Message.PeerDataOperationRequestMessage.HistorySyncOnDemandRequest.newBuilder()
            .setChatJid(lidOfBob().toString())
            .setOnDemandMsgCount(50)
            .build();
    String id =
        ask(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_MESSAGE)
                .setPeerDataOperationRequestMessage(
                    Message.PeerDataOperationRequestMessage.newBuilder()
                        .setHistorySyncOnDemandRequest(demand))
                .build());
    HistorySyncNotification notification = peerMessage().getHistorySyncNotification();
    assertThat(notification.getPeerDataRequestSessionId()).isEqualTo(id);
    assertThat(download(notification).getConversations(0).getMessagesList()).hasSize(3);
  }

  private Jid lidOfBob() throws Exception {
    server.send(BOB, ALICE, "ping");
    Node message =
        alice.connection.expect(node -> node.is("message") && node.attribute("category").isEmpty());
    return message.requireJidAttribute("from").toUser();
  }

  private String ask(ProtocolMessage content) throws Exception {
    Message message = Message.newBuilder().setProtocolMessage(content).build();
    String id = "3EB0PEER" + alice.id();
    alice.connection.send(
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", alice.pn.toUser())
            .attribute("type", "text")
            .attribute("category", "peer")
            .child(signal.enc(alice.lid.withDevice(0), message))
            .child(Companion.content("device-identity", alice.signedIdentity))
            .build());
    return id;
  }

  private Node sync(Companion from, String name, long version, SyncdPatch patch) throws Exception {
    NodeBuilder collection =
        Node.builder("collection")
            .attribute("name", name)
            .attribute("version", version)
            .attribute("return_snapshot", patch == null && version == 0 ? "true" : "false");
    if (patch != null) {
      collection.child(Companion.content("patch", patch.toByteArray()));
    }
    Node sync = Node.builder("sync").child(collection.build()).build();
    return from.ask("set", "w:sync:app:state", sync)
        .requireChild("sync")
        .requireChild("collection");
  }

  private static List<SyncdPatch> patches(Node collection) throws Exception {
    List<SyncdPatch> patches = new ArrayList<>();
    for (Node patch :
        collection.child("patches").map(list -> list.children("patch")).orElse(List.of())) {
      patches.add(SyncdPatch.parseFrom(patch.requireBytes()));
    }
    return patches;
  }

  private static SyncActionValue mute() {
    return SyncActionValue.newBuilder()
        .setTimestamp(1000)
        .setMuteAction(SyncActionValue.MuteAction.newBuilder().setMuted(true))
        .build();
  }

  @Test
  void pushNameIsFoundInTheFirstSync() throws Exception {
    pair();
    AppStateJudge reader = TestKeys.judge(key());
    List<SyncdPatch> patches = patches(sync(alice, "critical_block", 0, null));
    assertThat(patches).hasSize(2);
    for (SyncdPatch patch : patches) {
      assertThat(reader.judge(0, "critical_block", patch)).isEmpty();
    }
    assertThat(reader.changes())
        .extracting(change -> change.index())
        .containsExactly("[\"setting_pushName\"]", "[\"setting_locale\"]");
  }

  @Test
  void patchIsStoredToldToOtherDevicesAndReadByThePhone() throws Exception {
    pair();
    AppStateJudge own = TestKeys.judge(key());
    Companion second = Companion.ready(server, ALICE);
    SyncdPatch patch = own.set("regular_high", "[\"mute\",\"1@lid\"]", 2, mute());
    Node answer = sync(alice, "regular_high", 0, patch);
    assertThat(answer.attribute("version")).contains("1");
    Node notice =
        second.connection.expect(
            node -> node.is("notification") && node.hasAttribute("type", "server_sync"));
    assertThat(notice.requireChild("collection").attributes())
        .containsEntry("name", "regular_high")
        .containsEntry("version", "1");
    List<SyncdPatch> fetched = patches(sync(second, "regular_high", 0, null));
    assertThat(fetched).hasSize(1);
    assertThat(fetched.get(0).getVersion().getVersion()).isEqualTo(1);
    assertThat(server.appState(ALICE))
        .filteredOn(change -> change.device() == 1)
        .singleElement()
        .satisfies(change -> assertThat(change.index()).contains("mute"));
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void olderVersionIsAConflictWithWhatWasMissed() throws Exception {
    pair();
    AppStateJudge own = TestKeys.judge(key());
    SyncdPatch patch = own.set("regular_high", "[\"mute\",\"1@lid\"]", 2, mute());
    sync(alice, "regular_high", 0, patch);
    Node conflict = sync(alice, "regular_high", 0, patch);
    assertThat(conflict.attribute("type")).contains("error");
    assertThat(conflict.requireChild("error").attribute("code")).contains("409");
    assertThat(patches(conflict)).hasSize(1);
  }

  @Test
  void wrongMacsAndShapesAreViolations() throws Exception {
    pair();
    AppStateJudge own = TestKeys.judge(key());
    SyncdPatch patch = own.set("regular", "[\"mute\",\"1@lid\"]", 2, mute());
    Node refused = sync(alice, "regular", 0, patch.toBuilder().clearSnapshotMac().build());
    assertThat(refused.requireChild("error").attribute("code")).contains("400");
    ByteString forged = ByteString.copyFrom(new byte[32]);
    sync(alice, "regular", 0, patch.toBuilder().setPatchMac(forged).build());
    assertThat(server.violations())
        .extracting("rule")
        .containsExactly("app-state-patch", "app-state-mac");
    assertThat(sync(alice, "nonsense", 0, null).requireChild("error").attribute("code"))
        .contains("400");
  }

  @ParameterizedTest
  @ValueSource(strings = {"value", "patch", "snapshot"})
  void forgedPatchDoesNotVerify(String part) throws Exception {
    pair();
    AppStateSyncKey key = key();
    Map<String, String> fields = Map.of("account", ALICE, "device", "1", "part", part);
    server.fault(Fault.once(FaultType.BAD_APP_STATE, fields));
    List<SyncdPatch> forged = patches(sync(alice, "critical_block", 0, null));
    List<SyncdPatch> genuine = patches(sync(alice, "critical_block", 0, null));
    AppStateJudge reader = TestKeys.judge(key);
    assertThat(forged.get(0)).isEqualTo(genuine.get(0));
    assertThat(reader.judge(0, "critical_block", forged.get(0))).isEmpty();
    assertThat(reader.judge(0, "critical_block", forged.get(1))).isPresent();
    AppStateJudge other = TestKeys.judge(key);
    assertThat(genuine).allMatch(patch -> other.judge(0, "critical_block", patch).isEmpty());
  }

  @Test
  void snapshotHoldsWhatIsSetWithTheMacOfItsLastPatch() throws Exception {
    pair();
    AppStateJudge own = TestKeys.judge(key());
    SyncdPatch last = null;
    for (int i = 0; i < 9; i++) {
      SyncdPatch patch = own.set("regular", "[\"mute\",\"" + i % 3 + "@lid\"]", 2, mute());
      sync(alice, "regular", i, patch);
      own.judge(1, "regular", patch);
      last = i == 7 ? patch : last;
    }
    Node answer = sync(alice, "regular", 0, null);
    ExternalBlobReference reference =
        ExternalBlobReference.parseFrom(answer.requireChild("snapshot").requireBytes());
    byte[] file = server.media().get(reference.getDirectPath());
    SyncdSnapshot snapshot =
        SyncdSnapshot.parseFrom(
            SealedFile.open(file, reference.getMediaKey().toByteArray(), "WhatsApp App State Keys")
                .orElseThrow());
    assertThat(snapshot.getVersion().getVersion()).isEqualTo(8);
    assertThat(snapshot.getRecordsList()).hasSize(3);
    assertThat(snapshot.getMac()).isEqualTo(last.getSnapshotMac());
    assertThat(patches(answer)).hasSize(1);
    assertThat(Bytes.copyOf(reference.getFileEncSha256().toByteArray()).length()).isEqualTo(32);
  }
}
