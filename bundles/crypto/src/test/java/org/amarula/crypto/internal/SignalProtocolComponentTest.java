package org.amarula.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.signal.Decrypted;
import org.amarula.crypto.signal.Encrypted;
import org.amarula.crypto.signal.GroupCipher;
import org.amarula.crypto.signal.GroupEncrypted;
import org.amarula.crypto.signal.LocalIdentity;
import org.amarula.crypto.signal.PreKeyBundle;
import org.amarula.crypto.signal.PreKeyLookup;
import org.amarula.crypto.signal.SenderKeyRecord;
import org.amarula.crypto.signal.SessionCipher;
import org.amarula.crypto.signal.SessionRecord;
import org.amarula.crypto.signal.SignalProtocol;
import org.junit.jupiter.api.Test;

class SignalProtocolComponentTest {
  private final SecureRandom random = new SecureRandom();
  private final SignalProtocol signal = new SignalProtocolComponent();

  @Test
  void twoAccountsTalkThroughTheService() throws Exception {
    KeyPair signedPreKey = KeyPair.generate(random);
    LocalIdentity bob = new LocalIdentity(KeyPair.generate(random), 2);
    SessionCipher toBob = signal.sessions(new LocalIdentity(KeyPair.generate(random), 1));
    byte[] publicKey = signedPreKey.signalPublicKey();
    PreKeyBundle bundle =
        new PreKeyBundle(
            bob.registrationId(),
            bob.identity().signalPublicKey(),
            9,
            publicKey,
            bob.identity().sign(publicKey, random));

    Encrypted first =
        toBob.encrypt(toBob.processBundle(SessionRecord.empty(), bundle), new byte[] {1, 2});
    Decrypted read =
        signal
            .sessions(bob)
            .decryptPreKey(SessionRecord.empty(), first.bytes(), only(9, signedPreKey));

    assertThat(read.plaintext()).containsExactly(1, 2);
    assertThat(read.consumedPreKeyId()).isEmpty();
  }

  @Test
  void aGroupReadsThroughTheService() throws Exception {
    GroupCipher groups = signal.groups();
    SenderKeyRecord own = groups.withOwnKey(SenderKeyRecord.empty());
    SenderKeyRecord reader =
        groups.processDistribution(SenderKeyRecord.empty(), groups.distribution(own));

    GroupEncrypted message = groups.encrypt(own, new byte[] {3});

    assertThat(groups.decrypt(reader, message.bytes()).plaintext()).containsExactly(3);
  }

  private static PreKeyLookup only(int signedPreKeyId, KeyPair signedPreKey) {
    return new PreKeyLookup() {
      @Override
      public Optional<KeyPair> signedPreKey(int id) {
        return id == signedPreKeyId ? Optional.of(signedPreKey) : Optional.empty();
      }

      @Override
      public Optional<KeyPair> preKey(int id) {
        return Optional.empty();
      }
    };
  }
}
