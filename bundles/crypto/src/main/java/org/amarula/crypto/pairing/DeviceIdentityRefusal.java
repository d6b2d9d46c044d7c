package org.amarula.crypto.pairing;

/** Why a companion's signed identity or a key index list is refused (signal.md 6.4). */
public enum DeviceIdentityRefusal {
  /** It cannot be parsed, or a mandatory field is missing. */
  MALFORMED,
  /** It carries no account key and none is known. */
  ACCOUNT_KEY_UNKNOWN,
  /** Its account key is not the known one: an identity event. */
  ACCOUNT_KEY_MISMATCH,
  /** The account key did not sign it. */
  ACCOUNT_SIGNATURE,
  /** The companion's identity key did not sign it. */
  DEVICE_SIGNATURE,
  /** The reply of a companion holds other details than those it was given. */
  DETAILS_MISMATCH
}
