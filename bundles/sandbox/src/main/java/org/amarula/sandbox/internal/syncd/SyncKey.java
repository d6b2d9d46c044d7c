package org.amarula.sandbox.internal.syncd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.amarula.api.Bytes;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.cipher.InvalidCiphertextException;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.kdf.Hmac;

/** The key of an account's app state and what is done with it (spec features.md 3.2 to 3.5). */
public final class SyncKey {
  private static final byte[] INFO = "WhatsApp Mutation Keys".getBytes(US_ASCII);

  private final Bytes id;
  private final Bytes data;
  private final byte[] keys;

  /** A key with this id and data. */
  public SyncKey(Bytes id, Bytes data) {
    this.id = id;
    this.data = data;
    this.keys = Hkdf.sha256(data.toArray(), null, INFO, 160);
  }

  /** A fresh key. */
  public static SyncKey random(SecureRandom random) {
    byte[] id = new byte[6];
    byte[] data = new byte[32];
    random.nextBytes(id);
    random.nextBytes(data);
    id[0] = 0;
    id[1] = 0;
    return new SyncKey(Bytes.wrap(id), Bytes.wrap(data));
  }

  /** Names the key. */
  public Bytes id() {
    return id;
  }

  /** The 32 bytes to share with companions. */
  public Bytes data() {
    return data;
  }

  private byte[] part(int index) {
    return Arrays.copyOfRange(keys, index * 32, index * 32 + 32);
  }

  byte[] indexMac(byte[] index) {
    return Hmac.sha256(part(0), index);
  }

  /** The blob of a value: IV, ciphertext and MAC. */
  byte[] seal(boolean set, byte[] action, byte[] iv) {
    byte[] ciphertext = AesCbc.encrypt(part(1), iv, action);
    byte[] sealed = concat(iv, ciphertext);
    return concat(sealed, valueMac(set, sealed));
  }

  /** The action in a blob; nothing when its MAC is wrong. */
  Optional<byte[]> open(boolean set, byte[] blob) {
    if (blob.length < 16 + 16 + 32) {
      return Optional.empty();
    }
    byte[] sealed = Arrays.copyOf(blob, blob.length - 32);
    byte[] mac = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    if (!Arrays.equals(mac, valueMac(set, sealed))) {
      return Optional.empty();
    }
    try {
      byte[] iv = Arrays.copyOf(sealed, 16);
      return Optional.of(
          AesCbc.decrypt(part(1), iv, Arrays.copyOfRange(sealed, 16, sealed.length)));
    } catch (InvalidCiphertextException e) {
      return Optional.empty();
    }
  }

  private byte[] valueMac(boolean set, byte[] sealed) {
    byte[] operation = {(byte) (set ? 1 : 2)};
    byte[] length = number(1L + id.length());
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(part(2), "HmacSHA512"));
      mac.update(operation);
      mac.update(id.toArray());
      mac.update(sealed);
      mac.update(length);
      return Arrays.copyOf(mac.doFinal(), 32);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA512.", e);
    }
  }

  byte[] snapshotMac(LtHash hash, long version, String collection) {
    return Hmac.sha256(part(3), hash.bytes(), number(version), collection.getBytes(UTF_8));
  }

  byte[] patchMac(byte[] snapshotMac, List<byte[]> valueMacs, long version, String collection) {
    byte[] macs = snapshotMac;
    for (byte[] valueMac : valueMacs) {
      macs = concat(macs, valueMac);
    }
    return Hmac.sha256(part(4), macs, number(version), collection.getBytes(UTF_8));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public String toString() {
    return "SyncKey[" + id + "]";
  }
}
