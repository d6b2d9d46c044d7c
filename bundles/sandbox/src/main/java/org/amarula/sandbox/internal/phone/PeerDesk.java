package org.amarula.sandbox.internal.phone;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.proto.appstate.SyncActionValue;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.AppStateSyncKey;
import org.amarula.proto.message.Message.AppStateSyncKeyData;
import org.amarula.proto.message.Message.AppStateSyncKeyFingerprint;
import org.amarula.proto.message.Message.AppStateSyncKeyId;
import org.amarula.proto.message.Message.AppStateSyncKeyShare;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.proto.message.Message.PeerDataOperationRequestMessage;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage.PeerDataOperationResult;
import org.amarula.proto.message.Message.PeerDataOperationRequestResponseMessage.PeerDataOperationResult.PlaceholderMessageResendResponse;
import org.amarula.proto.message.Message.PeerDataOperationRequestType;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.media.SealedFile;
import org.amarula.sandbox.internal.syncd.AppStateJudge;
import org.amarula.sandbox.internal.syncd.AppStateStore;

/**
 * What a phone does for its own companions: it hands a new one the key of the app state and the
 * history, and answers what they ask (spec features.md 3.9, 4, signal.md 5.8). On the lane.
 */
final class PeerDesk {
  private final Phone phone;
  private final Sealer sealer;
  private final PhoneNetwork network;
  private final History history;
  private final Archive archive;
  private final AppStateJudge judge;
  private final AppStateStore states;
  private final MediaStore media;
  private final SecureRandom random;
  private final Clock clock;
  private final Set<Device> greeted = new HashSet<>();
  private final Map<String, HistorySyncNotification> told = new LinkedHashMap<>();
  private boolean inline = true;

  PeerDesk(
      Phone phone,
      Sealer sealer,
      History history,
      Archive archive,
      AppStateJudge judge,
      PhoneTools tools) {
    this.phone = phone;
    this.sealer = sealer;
    this.network = tools.network();
    this.history = history;
    this.archive = archive;
    this.judge = judge;
    this.states = tools.states();
    this.media = tools.media();
    this.random = tools.random();
    this.clock = tools.clock();
  }

  /** Whether the first chunk of history is inside its notification. */
  void inline(boolean wanted) {
    inline = wanted;
  }

  /** What was told of a history file in the message with this id. */
  Optional<HistorySyncNotification> told(String id) {
    return Optional.ofNullable(told.get(id));
  }

  /** Equips a companion that is here for the first time. */
  void greet(Device companion) {
    if (greeted.add(companion)) {
      settle();
      share(companion);
      notify(companion, history.bootstrap(), inline, "");
      notify(companion, history.names(), false, "");
      notify(companion, history.recent(), false, "");
    }
  }

  /** The settings that a phone has from its first day on. */
  private void settle() {
    Account account = phone.account();
    String name = "critical_block";
    if (states.version(account, name) == 0) {
      SyncActionValue.Builder value = SyncActionValue.newBuilder().setTimestamp(clock.millis());
      SyncActionValue pushName =
          value
              .clone()
              .setPushNameSetting(
                  SyncActionValue.PushNameSetting.newBuilder().setName(account.name()))
              .build();
      states.append(phone.device(), name, judge.set(name, "[\"setting_pushName\"]", 1, pushName));
      SyncActionValue locale =
          value
              .clone()
              .setLocaleSetting(SyncActionValue.LocaleSetting.newBuilder().setLocale("en_US"))
              .build();
      states.append(phone.device(), name, judge.set(name, "[\"setting_locale\"]", 3, locale));
    }
  }

  private void share(Device companion) {
    AppStateSyncKeyData data =
        AppStateSyncKeyData.newBuilder()
            .setKeyData(History.bytes(judge.key().data()))
            .setFingerprint(
                AppStateSyncKeyFingerprint.newBuilder()
                    .setRawId(1)
                    .setCurrentIndex(1)
                    .addDeviceIndexes(0))
            .setTimestamp(clock.millis())
            .build();
    AppStateSyncKey key =
        AppStateSyncKey.newBuilder()
            .setKeyId(AppStateSyncKeyId.newBuilder().setKeyId(History.bytes(judge.key().id())))
            .setKeyData(data)
            .build();
    send(
        companion,
        ProtocolMessage.newBuilder()
            .setType(ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE)
            .setAppStateSyncKeyShare(AppStateSyncKeyShare.newBuilder().addKeys(key)));
  }

  private void notify(Device companion, HistorySync chunk, boolean inline, String request) {
    byte[] compressed = History.compress(chunk);
    HistorySyncNotification.Builder notification =
        HistorySyncNotification.newBuilder()
            .setSyncType(Message.HistorySyncType.forNumber(chunk.getSyncType().getNumber()))
            .setChunkOrder(chunk.getChunkOrder())
            .setProgress(chunk.getProgress())
            .setFileLength(compressed.length);
    if (!request.isEmpty()) {
      notification.setPeerDataRequestSessionId(request);
    }
    if (inline) {
      notification.setInitialHistBootstrapInlinePayload(ByteString.copyFrom(compressed));
    } else {
      SealedFile file = SealedFile.of(compressed, "WhatsApp History Keys", random);
      Blob blob = media.put("md-msg-hist", file.content().toArray());
      notification
          .setMediaKey(History.bytes(file.mediaKey()))
          .setDirectPath(blob.directPath())
          .setFileSha256(History.bytes(file.plainHash()))
          .setFileEncSha256(History.bytes(file.hash()));
    }
    send(
            companion,
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION)
                .setHistorySyncNotification(notification))
        .ifPresent(id -> told.put(id, notification.build()));
  }

  /** Answers a peer message of a companion. */
  void answer(Device companion, String id, ProtocolMessage asked) {
    if (asked.getType() == ProtocolMessage.Type.APP_STATE_SYNC_KEY_REQUEST) {
      share(companion);
    } else if (asked.hasPeerDataOperationRequestMessage()) {
      answer(companion, id, asked.getPeerDataOperationRequestMessage());
    }
  }

  private void answer(Device companion, String id, PeerDataOperationRequestMessage asked) {
    if (asked.hasHistorySyncOnDemandRequest()) {
      var request = asked.getHistorySyncOnDemandRequest();
      Optional<Jid> chat = Jid.tryParse(request.getChatJid());
      chat.map(
              found ->
                  history.before(found, request.getOldestMsgId(), request.getOnDemandMsgCount()))
          .ifPresent(chunk -> notify(companion, chunk, false, id));
    }
    asked
        .getPlaceholderMessageResendRequestList()
        .forEach(
            request ->
                archive
                    .find(request.getMessageKey().getId())
                    .ifPresent(entry -> resend(companion, id, entry)));
  }

  private void resend(Device companion, String id, Archive.Entry entry) {
    PeerDataOperationResult result =
        PeerDataOperationResult.newBuilder()
            .setPlaceholderMessageResendResponse(
                PlaceholderMessageResendResponse.newBuilder()
                    .setWebMessageInfoBytes(History.info(entry).toByteString()))
            .build();
    send(
        companion,
        ProtocolMessage.newBuilder()
            .setType(ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE)
            .setPeerDataOperationRequestResponseMessage(
                PeerDataOperationRequestResponseMessage.newBuilder()
                    .setPeerDataOperationRequestType(
                        PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND)
                    .setStanzaId(id)
                    .addPeerDataOperationResult(result)));
  }

  /** Tells the id, unless the companion cannot be encrypted to. */
  private Optional<String> send(Device companion, ProtocolMessage.Builder content) {
    Message message = Message.newBuilder().setProtocolMessage(content).build();
    Optional<NodeBuilder> enc = sealer.enc(companion, message);
    if (enc.isEmpty()) {
      return Optional.empty();
    }
    String id = phone.outbox().newId();
    Node meta = Node.builder("meta").attribute("appdata", "default").build();
    network.message(
        phone,
        Node.builder("message")
            .attribute("id", id)
            .attribute("to", companion.jid(Jid.LID))
            .attribute("type", "text")
            .attribute("category", "peer")
            .child(meta)
            .child(enc.get().build())
            .build());
    return Optional.of(id);
  }
}
