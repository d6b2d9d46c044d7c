package org.amarula.connection.internal.stream;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.connection.Credentials;
import org.amarula.connection.StreamSettings;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.SignedPreKeySignature;

/** Credentials and settings for tests. */
final class Devices {
  static final SecureRandom RANDOM = new SecureRandom();
  static final Jid OWN = Jid.of("15551230001", 12, Jid.PN);
  static final Jid LID = Jid.of("900000000000001", 12, Jid.LID);

  private Devices() {}

  static Credentials unpaired() {
    KeyPair identity = KeyPair.generate(RANDOM);
    KeyPair preKey = KeyPair.generate(RANDOM);
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new Credentials(
        KeyPair.generate(RANDOM),
        identity,
        new Credentials.SignedPreKey(
            1, preKey, Bytes.wrap(SignedPreKeySignature.sign(identity, preKey, RANDOM))),
        4660,
        Bytes.wrap(secret),
        null,
        "",
        Bytes.EMPTY);
  }

  static Credentials paired() {
    return unpaired()
        .withLink(
            new Credentials.Link(
                OWN, LID, Bytes.utf8("signed"), Bytes.utf8("account"), "android", ""));
  }

  static StreamSettings settings(URI url, Bytes root) {
    return new StreamSettings(
        url,
        root,
        "2.3000.1045649367",
        "Amarula",
        "CHROME",
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        "",
        false);
  }
}
