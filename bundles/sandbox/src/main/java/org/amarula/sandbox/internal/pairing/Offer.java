package org.amarula.sandbox.internal.pairing;

import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.sandbox.internal.devices.Account;

/**
 * A pair-success that waits for its answer.
 *
 * @param requestId the id of the request
 * @param account the account that takes the companion in
 * @param device the device id given out
 * @param identity what the account signed
 */
record Offer(String requestId, Account account, int device, DeviceIdentity identity) {}
