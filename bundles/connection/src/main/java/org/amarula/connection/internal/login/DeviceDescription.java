package org.amarula.connection.internal.login;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.amarula.connection.StreamSettings;
import org.amarula.proto.handshake.ClientPayload.WebInfo.WebSubPlatform;
import org.amarula.proto.pairing.DeviceProps;
import org.amarula.proto.pairing.DeviceProps.PlatformType;

/**
 * What a companion says it is.
 *
 * @param os free text, shown in the phone's list of linked devices
 * @param platform a browser's name or another name of the DeviceProps platform, in any case
 * @param version the web version
 * @param country two letters
 * @param fullHistory whether years of history are wanted
 */
public record DeviceDescription(
    String os, String platform, WebVersion version, String country, boolean fullHistory) {
  // spec/transport.md 7.2: the web client ids are not the DeviceProps numbers
  private static final Map<String, String> WEB_CLIENTS =
      Map.of(
          "CHROME", "1", "EDGE", "2", "FIREFOX", "3", "IE", "4", "OPERA", "5", "SAFARI", "6", "UWP",
          "8");
  // spec/transport.md 8.3: the server takes common names only
  private static final Map<String, String> BROWSERS =
      Map.of(
          "EDGE", "Edge", "FIREFOX", "Firefox", "IE", "IE", "OPERA", "Opera", "SAFARI", "Safari",
          "DESKTOP", "Desktop");
  private static final Set<String> SYSTEMS = Set.of("Windows", "Mac OS", "Linux", "Ubuntu");
  private static final String WINDOWS = "Windows";
  private static final String DESKTOP = "DESKTOP";

  /** The description that an account's settings give. */
  public static DeviceDescription of(StreamSettings settings) {
    return new DeviceDescription(
        settings.deviceName(),
        settings.devicePlatform(),
        WebVersion.parse(settings.webVersion()),
        "US",
        settings.fullHistory()); // spec/transport.md 3.4
  }

  /** The last field of a QR text (spec/transport.md 7.2). */
  public String webClientId() {
    if (key().equals(DESKTOP)) {
      return os.equals(WINDOWS) ? "8" : "7";
    }
    return WEB_CLIENTS.getOrDefault(key(), "9");
  }

  /**
   * Browser and system as a request for a link code names them, for instance {@code Chrome
   * (Linux)}: common names stand for those that the server may not know.
   */
  public String browserDisplay() {
    String system = SYSTEMS.contains(os) ? os : "Linux";
    return BROWSERS.getOrDefault(key(), "Chrome") + " (" + system + ")";
  }

  /** The icon in the phone's list; a name that is none stands for CHROME. */
  PlatformType platformType() {
    for (PlatformType type : PlatformType.values()) {
      if (type.name().equals(key()) && type != PlatformType.UNKNOWN) {
        return type;
      }
    }
    return PlatformType.CHROME;
  }

  /** spec/transport.md 3.3: only a desktop with full history is anything but a browser. */
  WebSubPlatform subPlatform() {
    if (fullHistory && key().equals(DESKTOP)) {
      if (os.equals("Mac OS")) {
        return WebSubPlatform.DARWIN;
      }
      if (os.equals(WINDOWS)) {
        return WebSubPlatform.WIN32;
      }
    }
    return WebSubPlatform.WEB_BROWSER;
  }

  /** spec/transport.md 3.4, D-7: the first column of the table of history flags. */
  DeviceProps deviceProps() {
    return DeviceProps.newBuilder()
        .setOs(os)
        .setVersion(
            DeviceProps.AppVersion.newBuilder().setPrimary(10).setSecondary(15).setTertiary(7))
        .setPlatformType(platformType())
        .setRequireFullSync(fullHistory)
        .setHistorySyncConfig(
            DeviceProps.HistorySyncConfig.newBuilder()
                .setStorageQuotaMb(10240)
                .setInlineInitialPayloadInE2EeMsg(true)
                .setSupportCallLogHistory(false)
                .setSupportBotUserAgentChatHistory(true)
                .setSupportCagReactionsAndPolls(true)
                .setSupportBizHostedMsg(true)
                .setSupportRecentSyncChunkMessageCountTuning(true)
                .setSupportHostedGroupMsg(true)
                .setSupportFbidBotChatHistory(true)
                .setSupportMessageAssociation(true)
                .setSupportGroupHistory(false))
        .build();
  }

  private String key() {
    return platform.toUpperCase(Locale.ROOT);
  }
}
