package org.amarula.messaging.internal.receive;

import java.util.Set;
import org.amarula.proto.message.Message.ProtocolMessage;
import org.amarula.proto.message.Message.ProtocolMessage.Type;

/** Who may send which protocol message, spec/signal.md 9.1. */
final class ProtocolMessages {
  private static final Set<Type> CROSS_USER =
      Set.of(
          Type.REVOKE,
          Type.EPHEMERAL_SETTING,
          Type.SHARE_PHONE_NUMBER,
          Type.MESSAGE_EDIT,
          Type.REMINDER_MESSAGE,
          Type.STATUS_MENTION_MESSAGE,
          Type.LIMIT_SHARING,
          Type.GROUP_MEMBER_LABEL_CHANGE,
          Type.REQUEST_WELCOME_MESSAGE,
          Type.BOT_FEEDBACK_MESSAGE,
          Type.BOT_MEMU_ONBOARDING_MESSAGE,
          Type.STOP_GENERATION_MESSAGE);

  private ProtocolMessages() {}

  /** Whether only our own account may say this: by the fields that are set, not by type alone. */
  static boolean isSelfOnly(ProtocolMessage message) {
    boolean unknownType = message.getUnknownFields().hasField(ProtocolMessage.TYPE_FIELD_NUMBER);
    return unknownType
        || !CROSS_USER.contains(message.getType())
        || message.hasHistorySyncNotification()
        || message.hasAppStateSyncKeyShare()
        || message.hasAppStateSyncKeyRequest()
        || message.hasInitialSecurityNotificationSettingSync()
        || message.hasAppStateFatalExceptionNotification()
        || message.hasPeerDataOperationRequestMessage()
        || message.hasPeerDataOperationRequestResponseMessage()
        || message.hasCloudApiThreadControlNotification()
        || message.hasLidMigrationMappingSyncMessage();
  }
}
