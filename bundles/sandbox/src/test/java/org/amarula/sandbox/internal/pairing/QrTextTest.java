package org.amarula.sandbox.internal.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import org.amarula.api.Bytes;
import org.junit.jupiter.api.Test;

class QrTextTest {
  private static final String KEYS = "ref," + key(1) + "," + key(2) + "," + key(3);

  @Test
  void linkHasFiveParts() {
    QrText read = QrText.parse("https://wa.me/settings/linked_devices#" + KEYS + ",1");

    assertThat(read).isEqualTo(new QrText("ref", bytes(1), bytes(2), bytes(3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QrText.parse("https://wa.me/settings/linked_devices#" + KEYS));
  }

  @Test
  void olderClientsShowFourPartsAlone() {
    assertThat(QrText.parse(KEYS)).isEqualTo(new QrText("ref", bytes(1), bytes(2), bytes(3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QrText.parse("ref," + key(1) + "," + key(2)));
  }

  private static String key(int value) {
    return Base64.getEncoder().encodeToString(filled(value));
  }

  private static Bytes bytes(int value) {
    return Bytes.wrap(filled(value));
  }

  private static byte[] filled(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }
}
