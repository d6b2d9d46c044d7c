package org.amarula.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.connection.ConnectionSettings;

/**
 * What a stream needs to know.
 *
 * @param url the chat server's WebSocket
 * @param rootPublicKey 32 bytes, the anchor of the server's certificate
 * @param webVersion three numbers with dots between them
 * @param deviceName shown in the phone's list
 * @param devicePlatform the name of the DeviceProps platform, for instance {@code CHROME}
 * @param connectTimeout for the socket and, again, for the handshake
 * @param queryTimeout for the answer to a query
 * @param keepAliveInterval the longest silence before a ping
 * @param tlsCertificatePath a PEM file to trust, or empty
 * @param fullHistory whether a phone that is paired is asked for years of history
 */
public record StreamSettings(
    URI url,
    Bytes rootPublicKey,
    String webVersion,
    String deviceName,
    String devicePlatform,
    Duration connectTimeout,
    Duration queryTimeout,
    Duration keepAliveInterval,
    String tlsCertificatePath,
    boolean fullHistory) {
  /** The stream's part of an account's settings. */
  public static StreamSettings from(ConnectionSettings settings) {
    return new StreamSettings(
        settings.url(),
        settings.rootPublicKey(),
        settings.webVersion(),
        settings.deviceName(),
        settings.devicePlatform(),
        settings.connectTimeout(),
        settings.queryTimeout(),
        settings.keepAliveInterval(),
        settings.tlsCertificate().orElse(""),
        settings.fullHistory());
  }

  /** These settings with another web version. */
  public StreamSettings withWebVersion(String version) {
    return new StreamSettings(
        url,
        rootPublicKey,
        version,
        deviceName,
        devicePlatform,
        connectTimeout,
        queryTimeout,
        keepAliveInterval,
        tlsCertificatePath,
        fullHistory);
  }

  /** The PEM file to trust for a loopback URL. */
  public Optional<String> tlsCertificate() {
    return tlsCertificatePath.isEmpty() ? Optional.empty() : Optional.of(tlsCertificatePath);
  }
}
