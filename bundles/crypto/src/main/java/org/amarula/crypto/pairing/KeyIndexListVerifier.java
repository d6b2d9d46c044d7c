package org.amarula.crypto.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import java.security.MessageDigest;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.proto.pairing.ADVKeyIndexList;
import org.amarula.proto.pairing.ADVSignedKeyIndexList;

/**
 * The check of an account's signed list of key indexes (signal.md 6.4). Stateless and thread-safe.
 * Keys are raw, 32 bytes.
 */
public final class KeyIndexListVerifier {
  private static final byte[] UNKNOWN = new byte[0];

  private KeyIndexListVerifier() {}

  /** Verifies with the account key inside; without one there the list cannot be used. */
  public static KeyIndexList verify(byte[] signedKeyIndexList)
      throws DeviceIdentityRefusedException {
    return check(signedKeyIndexList, UNKNOWN);
  }

  /**
   * Verifies with the key inside or, when there is none, with the known one. A key inside that is
   * not the known one is accepted for hosted accounts only.
   *
   * @param accountKey the stored identity of the account's device 0
   */
  public static KeyIndexList verify(byte[] signedKeyIndexList, byte[] accountKey)
      throws DeviceIdentityRefusedException {
    return check(signedKeyIndexList, accountKey);
  }

  private static KeyIndexList check(byte[] bytes, byte[] known)
      throws DeviceIdentityRefusedException {
    try {
      ADVSignedKeyIndexList signed = ADVSignedKeyIndexList.parseFrom(bytes);
      ADVKeyIndexList details = ADVKeyIndexList.parseFrom(signed.getDetails());
      if (!details.hasRawId() || !details.hasTimestamp()) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.MALFORMED);
      }
      KeyIndexList list = KeyIndexList.of(details);
      byte[] embedded = signed.getAccountSignatureKey().toByteArray();
      byte[] key = embedded.length == 0 ? known : embedded;
      if (key.length == 0) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_KEY_UNKNOWN);
      }
      if (known.length != 0 && !list.hostedAccount() && !MessageDigest.isEqual(key, known)) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_KEY_MISMATCH);
      }
      byte[] message = AdvPrefix.KEY_INDEX_LIST.message(signed.getDetails().toByteArray());
      if (!XEdDsa.verify(key, message, signed.getAccountSignature().toByteArray())) {
        throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.ACCOUNT_SIGNATURE);
      }
      return list;
    } catch (InvalidProtocolBufferException e) {
      throw new DeviceIdentityRefusedException(DeviceIdentityRefusal.MALFORMED);
    }
  }
}
