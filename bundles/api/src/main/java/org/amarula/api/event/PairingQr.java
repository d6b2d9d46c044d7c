package org.amarula.api.event;

import java.time.Instant;

/**
 * A code to be scanned by the phone. Whoever shows it to a phone links the account: keep it secret.
 * A newer event voids it, and it may come at any time.
 *
 * @param qr the text to be drawn
 * @param expiresAt when the next code, or the end of the attempt, follows
 */
public record PairingQr(String qr, Instant expiresAt) implements Event {
  @Override
  public String toString() {
    return "PairingQr[until " + expiresAt + "]";
  }
}
