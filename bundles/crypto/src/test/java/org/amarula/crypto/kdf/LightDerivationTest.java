package org.amarula.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.junit.jupiter.api.Test;

/** The light implementations, used where the platform lacks an algorithm, give the same bytes. */
class LightDerivationTest {
  private static final byte[] A = "first".getBytes(StandardCharsets.UTF_8);
  private static final byte[] B = "second part".getBytes(StandardCharsets.UTF_8);

  @Test
  void hashesAgree() {
    assertThat(Hash.light(new SHA256Digest(), A, B)).isEqualTo(Hash.sha256(A, B));
    assertThat(Hash.light(new SHA512Digest(), A, B)).isEqualTo(Hash.sha512(A, B));
  }

  @Test
  void codesAgree() {
    assertThat(Hmac.light(A, B, A)).isEqualTo(Hmac.sha256(A, B, A));
    assertThat(Hmac.lightExpand(A, B, 3)).isEqualTo(Hmac.expand(A, B, 3));
  }

  @Test
  void passwordDerivationsAgree() {
    byte[] light = Pbkdf2.light("ABCD1234", B, 1000, 32);

    assertThat(light).isEqualTo(Pbkdf2.sha256("ABCD1234", B, 1000, 32));
  }

  @Test
  void emptyKeyIsABlockOfZeros() {
    assertThat(Hmac.sha256(new byte[0], A)).isEqualTo(Hmac.sha256(new byte[64], A));
    assertThat(HexFormat.of().formatHex(Hmac.sha256(new byte[0])))
        .isEqualTo("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  }

  @Test
  void absentSaltIsZeros() {
    assertThat(Hkdf.sha256(A, null, B, 80)).isEqualTo(Hkdf.sha256(A, new byte[32], B, 80));
    assertThat(Hkdf.sha256(A, new byte[0], B, 80)).isEqualTo(Hkdf.sha256(A, null, B, 80));
  }

  @Test
  void moreThan255BlocksAreRefused() {
    assertThat(Hkdf.sha256(A, null, B, 8160)).hasSize(8160);
    assertThatThrownBy(() -> Hkdf.sha256(A, null, B, 8161))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
