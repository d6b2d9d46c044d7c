package org.amarula.connection;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.amarula.api.event.PairingCode;
import org.amarula.api.event.PairingCodeEnd;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;

/** Who is told what happens on a stream. Called on the stream's lane; must not block. */
public interface StreamListener {
  /** The stream is {@code HANDSHAKING}, {@code PAIRING} or {@code LOGGING_IN} now. */
  void onState(ConnectionState state);

  /** A new code replaces the one before (spec/transport.md 7.2, 7.3). */
  void onQr(String qr, Instant expiresAt);

  /** The server accepted a code for pairing by phone number; one that was told before is void. */
  default void onPairingCode(PairingCode code) {}

  /** The code that was told last is void, and no phone is linked. */
  default void onPairingCodeEnd(PairingCodeEnd end) {}

  /**
   * Pairing failed or was refused by us, before {@link #onEnd}: the phone's answer was answered.
   */
  default void onPairingRefused(String check) {}

  /**
   * The credentials have changed. The stream waits for the stage before it goes on, and ends with a
   * storage reason when it fails: an answer to the server never goes out before they are durable.
   *
   * @param changed the new credentials
   * @param paired whether this is the change that pairing brings; {@code onEnd(RestartRequired)}
   *     follows
   */
  CompletionStage<Void> onCredentials(Credentials changed, boolean paired);

  /** The server accepted the login ({@code <success>}). The account is still passive. */
  void onLoggedIn(Instant serverTime);

  /**
   * A stanza that is not the stream's own business: message, receipt, notification, call, presence,
   * chatstate, ib. In arrival order.
   */
  void onStanza(Node stanza);

  /** A frame decrypted well but held no readable node; it was dropped. */
  default void onMalformed(String problem) {}

  /** The stream has ended; nothing follows. */
  void onEnd(DisconnectReason reason);
}
