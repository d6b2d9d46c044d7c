package org.amarula.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.cipher.AesCtr;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.curve.XEdDsa;
import org.amarula.crypto.noise.NoiseInitiator;
import org.amarula.crypto.pairing.DeviceIdentity;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.PairingProtocol;
import org.amarula.crypto.pairing.WrappedKey;
import org.junit.jupiter.api.Test;

class PlatformProvidersTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void nothingRegistersAProvider() throws Exception {
    List<String> before = providers();

    KeyPair pair = KeyPair.generate(random);
    byte[] key = new byte[32];
    byte[] signature = pair.sign(key, random);
    assertThat(XEdDsa.verify(pair.publicKey(), key, signature)).isTrue();
    AesCbc.decrypt(key, new byte[16], AesCbc.encrypt(key, new byte[16], signature));
    AesCtr.apply(key, new byte[16], signature);
    WrappedKey.wrap(LinkCode.random(random), pair.publicKey(), random);
    PairingProtocol pairing = new PairingProtocolComponent();
    DeviceIdentity device = new DeviceIdentity(1, 1, 1, false, false);
    byte[] container = pairing.signer(pair).container(device, pair.publicKey(), key);
    pairing.verifier().verify(key, pair, container);
    NoiseProtocolComponent noise = new NoiseProtocolComponent();
    NoiseInitiator initiator = noise.initiator(pair, pair.publicKey(), Clock.systemUTC(), random);
    noise.responder(pair, new byte[0], random).readClientHello(initiator.clientHello());

    assertThat(providers()).isEqualTo(before).noneMatch(name -> name.startsWith("BC"));
  }

  private static List<String> providers() {
    return Stream.of(Security.getProviders()).map(Provider::getName).toList();
  }
}
