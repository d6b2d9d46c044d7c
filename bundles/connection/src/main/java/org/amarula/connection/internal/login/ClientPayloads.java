package org.amarula.connection.internal.login;

import com.google.protobuf.ByteString;
import org.amarula.api.jid.Jid;
import org.amarula.connection.Credentials;
import org.amarula.connection.StreamSettings;
import org.amarula.proto.handshake.ClientPayload;
import org.amarula.proto.handshake.ClientPayload.DevicePairingRegistrationData;
import org.amarula.proto.handshake.ClientPayload.UserAgent;
import org.amarula.proto.handshake.ClientPayload.WebInfo;

/**
 * Builds the ClientPayload, the first thing that a client says under encryption (spec/transport.md
 * 3). Explicit zeros are written, whatever is not listed there is absent. Stateless.
 */
public final class ClientPayloads {
  private static final byte[] KEY_TYPE = {5};

  private ClientPayloads() {}

  /** Login when pairing was processed and stored, registration otherwise (D-5). */
  public static byte[] of(StreamSettings settings, Credentials credentials) {
    DeviceDescription device = DeviceDescription.of(settings);
    ClientPayload payload =
        credentials
            .paired()
            .map(link -> login(device, link.own(), LoginForm.LID))
            .orElseGet(() -> registration(device, DeviceKeys.of(credentials)));
    return payload.toByteArray();
  }

  /** The form of a device that is not linked yet. */
  static ClientPayload registration(DeviceDescription device, DeviceKeys keys) {
    return common(device)
        .setPassive(false)
        .setPull(false)
        .setDevicePairingData(
            DevicePairingRegistrationData.newBuilder()
                .setERegid(bigEndian(keys.registrationId(), 4))
                .setEKeytype(ByteString.copyFrom(KEY_TYPE))
                .setEIdent(ByteString.copyFrom(keys.identity().toArray()))
                .setESkeyId(bigEndian(keys.signedPreKeyId(), 3))
                .setESkeyVal(ByteString.copyFrom(keys.signedPreKey().toArray()))
                .setESkeySig(ByteString.copyFrom(keys.signature().toArray()))
                .setBuildHash(ByteString.copyFrom(device.version().buildHash()))
                .setDeviceProps(device.deviceProps().toByteString()))
        .build();
  }

  /** The form of a linked device. */
  static ClientPayload login(DeviceDescription device, Jid own, LoginForm form) {
    ClientPayload.Builder payload =
        common(device)
            .setPassive(true)
            .setPull(true)
            .setUsername(Long.parseUnsignedLong(own.user()))
            .setDevice(own.device())
            .setLidDbMigrated(form.lidDbMigrated());
    form.lc().ifPresent(payload::setLc);
    if (!form.pushName().isEmpty()) {
      payload.setPushName(form.pushName());
    }
    return payload.build();
  }

  /** spec/transport.md 3.1 to 3.3: what both forms have. */
  private static ClientPayload.Builder common(DeviceDescription device) {
    WebVersion version = device.version();
    return ClientPayload.newBuilder()
        .setUserAgent(
            UserAgent.newBuilder()
                .setPlatform(UserAgent.Platform.WEB)
                .setAppVersion(
                    UserAgent.AppVersion.newBuilder()
                        .setPrimary(version.primary())
                        .setSecondary(version.secondary())
                        .setTertiary(version.tertiary()))
                .setMcc("000")
                .setMnc("000")
                .setOsVersion("0.1")
                .setDevice("Desktop")
                .setOsBuildNumber("0.1")
                .setReleaseChannel(UserAgent.ReleaseChannel.RELEASE)
                .setLocaleLanguageIso6391("en")
                .setLocaleCountryIso31661Alpha2(device.country()))
        .setWebInfo(WebInfo.newBuilder().setWebSubPlatform(device.subPlatform()))
        .setConnectType(ClientPayload.ConnectType.WIFI_UNKNOWN)
        .setConnectReason(ClientPayload.ConnectReason.USER_ACTIVATED);
  }

  private static ByteString bigEndian(int value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> 8 * (length - 1 - i));
    }
    return ByteString.copyFrom(bytes);
  }
}
