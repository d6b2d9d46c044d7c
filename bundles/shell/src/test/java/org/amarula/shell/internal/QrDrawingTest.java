package org.amarula.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import org.junit.jupiter.api.Test;

class QrDrawingTest {
  private static final int QUIET = 2;

  @Test
  void whatIsDrawnCanBeScanned() throws Exception {
    String text = "https://wa.me/settings/linked_devices#2@" + "AbC+/9".repeat(30) + ",k=,i=,a=,1";

    String[] rows = QrDrawing.of(text).split("\n");

    int size = rows[0].length() - 2 * QUIET;
    BitMatrix matrix = new BitMatrix(size);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        if (dark(rows[(y + QUIET) / 2].charAt(x + QUIET), (y + QUIET) % 2 == 0)) {
          matrix.set(x, y);
        }
      }
    }
    assertThat(new Decoder().decode(matrix).getText()).isEqualTo(text);
  }

  private static boolean dark(char block, boolean upper) {
    return switch (block) {
      case ' ' -> true;
      case '\u2584' -> upper;
      case '\u2580' -> !upper;
      default -> false;
    };
  }
}
