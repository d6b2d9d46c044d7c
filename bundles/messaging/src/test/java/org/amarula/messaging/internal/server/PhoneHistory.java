package org.amarula.messaging.internal.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.amarula.api.jid.Jid;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.kdf.Hash;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.proto.history.HistorySync;
import org.amarula.proto.history.PhoneNumberToLIDMapping;
import org.amarula.proto.message.Message;
import org.amarula.proto.message.Message.HistorySyncNotification;
import org.amarula.proto.message.Message.ProtocolMessage;

/** What a phone does to hand over a chunk of history: compress, encrypt, upload and tell. */
public final class PhoneHistory {
  private PhoneHistory() {}

  /** A chunk that tells one pair of names. */
  public static HistorySync.Builder chunk(Jid pn, Jid lid) {
    return HistorySync.newBuilder()
        .setSyncType(HistorySync.HistorySyncType.RECENT)
        .setChunkOrder(1)
        .setProgress(100)
        .addPhoneNumberToLidMappings(
            PhoneNumberToLIDMapping.newBuilder().setPnJid(pn.toString()).setLidJid(lid.toString()));
  }

  /** A chunk as it travels. */
  public static byte[] compressed(byte[] chunk) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(chunk);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** Uploads a chunk to a path and tells where it is. */
  public static HistorySyncNotification uploaded(
      ScriptedFiles files, String path, HistorySync chunk) {
    return uploaded(files, path, compressed(chunk.toByteArray()));
  }

  /** The same with any content. */
  public static HistorySyncNotification uploaded(
      ScriptedFiles files, String path, byte[] compressed) {
    byte[] key = new byte[32];
    new Random(path.hashCode()).nextBytes(key);
    byte[] file = sealed(compressed, key);
    files.put(path, file);
    return HistorySyncNotification.newBuilder()
        .setSyncType(Message.HistorySyncType.RECENT)
        .setChunkOrder(7)
        .setDirectPath(path + "?oh=1")
        .setMediaKey(ByteString.copyFrom(key))
        .setFileSha256(ByteString.copyFrom(Hash.sha256(compressed)))
        .setFileEncSha256(ByteString.copyFrom(Hash.sha256(file)))
        .build();
  }

  /** A chunk inside the notification. */
  public static HistorySyncNotification inline(HistorySync chunk) {
    return HistorySyncNotification.newBuilder()
        .setSyncType(Message.HistorySyncType.INITIAL_BOOTSTRAP)
        .setInitialHistBootstrapInlinePayload(ByteString.copyFrom(compressed(chunk.toByteArray())))
        .build();
  }

  /** The message that tells it. */
  public static byte[] message(HistorySyncNotification told) {
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION)
                .setHistorySyncNotification(told))
        .build()
        .toByteArray();
  }

  private static byte[] sealed(byte[] plain, byte[] key) {
    byte[] keys = Hkdf.sha256(key, null, "WhatsApp History Keys".getBytes(US_ASCII), 112);
    byte[] iv = Arrays.copyOf(keys, 16);
    byte[] ciphertext = AesCbc.encrypt(Arrays.copyOfRange(keys, 16, 48), iv, plain);
    byte[] mac = Hmac.sha256(Arrays.copyOfRange(keys, 48, 80), iv, ciphertext);
    byte[] file = Arrays.copyOf(ciphertext, ciphertext.length + 10);
    System.arraycopy(mac, 0, file, ciphertext.length, 10);
    return file;
  }
}
