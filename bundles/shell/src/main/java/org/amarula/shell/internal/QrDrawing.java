package org.amarula.shell.internal;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/** Draws a QR code with half blocks, two modules in one character, dark on light. */
final class QrDrawing {
  private static final int QUIET = 2;

  private QrDrawing() {}

  static String of(String text) {
    ByteMatrix code;
    try {
      code =
          Encoder.encode(
                  text, ErrorCorrectionLevel.L, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
              .getMatrix();
    } catch (WriterException e) {
      throw new CommandFailure("qr", "The code is too long to be drawn.");
    }
    StringBuilder drawing = new StringBuilder();
    for (int y = -QUIET; y < code.getHeight() + QUIET; y += 2) {
      for (int x = -QUIET; x < code.getWidth() + QUIET; x++) {
        drawing.append(block(dark(code, x, y), dark(code, x, y + 1)));
      }
      drawing.append('\n');
    }
    return drawing.toString();
  }

  // Terminals are dark as a rule: a light module is a filled half.
  private static char block(boolean upperDark, boolean lowerDark) {
    if (upperDark) {
      return lowerDark ? ' ' : '\u2584';
    }
    return lowerDark ? '\u2580' : '\u2588';
  }

  private static boolean dark(ByteMatrix code, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < code.getWidth() && y < code.getHeight();
    return inside && code.get(x, y) == 1;
  }
}
