package org.amarula.messaging.internal.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.proto.message.Message;

/** The token by which a recipient can report a message, spec/features.md 6.16. Pure. */
public final class ReportingToken {
  private static final int LENGTH = 16;
  private static final int KEY_LENGTH = 32;
  private static final String USE = "Report Token";

  private ReportingToken() {}

  /**
   * {@code <reporting>} for a message that can have one.
   *
   * @param own our account in the form sent
   * @param chat the chat in the form sent
   */
  public static Optional<Node> of(Message message, String id, Jid own, Jid chat) {
    byte[] secret = message.getMessageContextInfo().getMessageSecret().toByteArray();
    boolean reportable =
        secret.length != 0
            && !message.hasReactionMessage()
            && !message.hasEncReactionMessage()
            && !message.hasEncEventResponseMessage()
            && !message.hasPollUpdateMessage();
    if (!reportable) {
      return Optional.empty();
    }
    byte[] filtered = ReportedFields.filter(message.toByteArray());
    if (filtered.length == 0) {
      return Optional.empty();
    }
    byte[] token = token(filtered, secret, id, own.toString(), chat.toString());
    return Optional.of(
        Node.builder("reporting")
            .child(Node.builder("reporting_token").attribute("v", "2").bytes(token).build())
            .build());
  }

  static byte[] token(byte[] filtered, byte[] secret, String id, String sender, String chat) {
    byte[] info = (id + sender + chat + USE).getBytes(StandardCharsets.UTF_8);
    byte[] key = Hkdf.sha256(secret, new byte[KEY_LENGTH], info, KEY_LENGTH);
    return Arrays.copyOf(Hmac.sha256(key, filtered), LENGTH);
  }
}
