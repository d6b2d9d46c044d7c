package org.amarula.sandbox.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of fault. Each has fields to match by, of which absent ones match anything, and fields
 * that shape it.
 */
public enum FaultType {
  /** Closes a connection without a word: at once, or after the next matching login. */
  DROP("drop", List.of("account", "device"), List.of()),
  /** Closes a connection with a WebSocket close code, 1011 by default, and nothing before it. */
  CLOSE_CODE("closeCode", List.of("account", "device"), List.of("code")),
  /**
   * Sends a stream error and closes: at once, or after the next matching login. The code is 503,
   * unless a code, the type of a conflict or the tag of another child is named.
   */
  STREAM_ERROR("streamError", List.of("account", "device"), List.of("code", "conflict", "child")),
  /** Ends the stream in good order and closes. */
  STREAM_END("streamEnd", List.of("account", "device"), List.of()),
  /** Swallows all that a connection sends and sends it nothing; the socket stays open. */
  BLACK_HOLE("blackHole", List.of("account", "device"), List.of()),
  /** Reads nothing more from the socket and sends nothing, so that the client's writes pile up. */
  STOP_READING("stopReading", List.of("account", "device"), List.of()),
  /** Begins a long frame and sends one byte of it each {@code ms}, for ever. */
  DRIP("drip", List.of("account", "device"), List.of("ms")),
  /** Sends a frame that does not authenticate. */
  BAD_FRAME("badFrame", List.of("account", "device"), List.of()),
  /** Sends frames that hold no node: one, or {@code times} of them in a row. */
  BAD_NODE("badNode", List.of("account", "device"), List.of("times")),
  /** Tells a device that few pre-keys are left. */
  PRE_KEY_LOW("preKeyLow", List.of("account"), List.of("value")),
  /** Refuses a login; the fields are the attributes of the failure. */
  LOGIN_FAILURE("loginFailure", List.of("account"), Shapes.FAILURE),
  /** Refuses the registration of a companion that is not linked. */
  REGISTRATION_FAILURE("registrationFailure", List.of(), Shapes.FAILURE),
  /** Leaves a login without an answer. */
  SILENT_LOGIN("silentLogin", List.of("account"), List.of()),
  /** Refuses the upgrade to WebSocket with an HTTP status. */
  REFUSE_UPGRADE("refuseUpgrade", List.of(), List.of("status")),
  /** Takes the request for an upgrade and stays silent. */
  SILENT_UPGRADE("silentUpgrade", List.of(), List.of()),
  /** Tells a newer web version, or another status than 200, at {@code /sw.js}. */
  VERSION_PAGE("versionPage", List.of(), List.of("revision", "status")),
  /** Reads the ClientHello and closes with a WebSocket close code, 1000 by default. */
  CLOSE_HANDSHAKE("closeHandshake", List.of(), List.of("code")),
  /** Reads the ClientHello and stays silent. */
  SILENT_HANDSHAKE("silentHandshake", List.of(), List.of()),
  /** Flips a byte of the ServerHello. */
  CORRUPT_SERVER_HELLO("corruptServerHello", List.of(), List.of()),
  /** Sends a certificate chain with a forged signature. */
  BAD_CERTIFICATE("badCertificate", List.of(), List.of("part")),
  /** Forges the device identity of a pair-success. */
  BAD_ADV("badAdv", List.of("account"), List.of("part")),
  /** Asks the companion for a new QR code between scan and pair-success. */
  REGISTRATION_REFRESH("registrationRefresh", List.of("account"), List.of()),
  /** The phone asks for a passkey when a code is scanned. */
  PASSKEY("passkey", List.of("account"), List.of()),
  /** Neither restarts nor closes the stream of a companion that was just linked. */
  NO_RESTART("noRestart", List.of("account"), List.of()),
  /**
   * Voids a link code when it is typed; with {@code force} only the user may ask for another one.
   */
  LINK_CODE_REFRESH("linkCodeRefresh", List.of("account"), List.of("force")),
  /** Forges the signature of the signed pre-key in a key bundle. */
  BAD_SIGNED_PRE_KEY("badSignedPreKey", List.of("account"), List.of()),
  /** Hands out a key bundle without a one-time key, as if none were left. */
  NO_PRE_KEY("noPreKey", List.of("account"), List.of()),
  /** Forges a part of the last patch in an answer: {@code value}, {@code patch} or snapshot. */
  BAD_APP_STATE("badAppState", List.of("account", "device"), List.of("part")),
  /** Refuses a message. */
  ACK_ERROR("ackError", List.of("from", "to", "id"), List.of("code")),
  /** Acknowledges a message with the participant hash of other devices. */
  WRONG_HASH("wrongHash", List.of("from", "to", "id"), List.of()),
  /** Damages one ciphertext on its way; of a group, the reader tells whose copy. */
  CORRUPT_ENC("corruptEnc", Shapes.COPY, List.of()),
  /** Acknowledges a message to its sender and delivers it to no device that matches. */
  LOSE_MESSAGE("loseMessage", Shapes.COPY, List.of()),
  /** Delivers a message twice. */
  DUPLICATE("duplicate", Shapes.COPY, List.of()),
  /** Delivers a message late. */
  DELAY("delay", Shapes.COPY, List.of("ms")),
  /** Delivers a message behind the next one for the same device. */
  REORDER("reorder", Shapes.COPY, List.of()),
  /** Does not tell a device of a change: its notification, of type {@code kind}, gets lost. */
  LOSE_NOTICE("loseNotice", List.of("account", "device", "kind"), List.of()),
  /** Leaves a request without an answer. */
  IGNORE_IQ("ignoreIq", List.of("xmlns", "account"), List.of()),
  /** Answers a request with an error. */
  IQ_ERROR("iqError", List.of("xmlns", "account"), List.of("code", "text")),
  /** Answers an upload (POST) or download (GET) of media with an HTTP status. */
  MEDIA_ERROR("mediaError", List.of("method", "media"), List.of("status")),
  /**
   * The phone uploads no file again: it tells a {@code result} of 0, 2 or 3, or an error {@code
   * code} in clear.
   */
  MEDIA_RETRY("mediaRetry", List.of("account"), List.of("result", "code")),
  /** Ends a download of media in the middle. */
  MEDIA_CUT("mediaCut", List.of("media"), List.of()),
  /** Flips a bit of a download of media. */
  MEDIA_CORRUPT("mediaCorrupt", List.of("media"), List.of());

  private final String text;
  private final List<String> matches;
  private final List<String> shapes;

  FaultType(String text, List<String> matches, List<String> shapes) {
    this.text = text;
    this.matches = matches;
    this.shapes = shapes;
  }

  /** The name in requests and commands. */
  public String text() {
    return text;
  }

  /** The fields that say whom the fault hits. */
  public List<String> matches() {
    return matches;
  }

  /** The fields that say how. */
  public List<String> shapes() {
    return shapes;
  }

  /** Whether the fault hits a live connection at once when there is one. */
  public boolean immediate() {
    return compareTo(PRE_KEY_LOW) <= 0;
  }

  /** The type with this name. */
  public static Optional<FaultType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /** Names that several types share. */
  private static final class Shapes {
    private static final List<String> COPY = List.of("from", "to", "reader", "device");
    private static final List<String> FAILURE =
        List.of(
            "reason",
            "code",
            "expire",
            "location",
            "message",
            "logout_message_header",
            "logout_message_subtext");
  }
}
