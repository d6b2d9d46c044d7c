package org.amarula.crypto.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.amarula.crypto.cipher.AesCbc;
import org.amarula.crypto.kdf.Hash;
import org.amarula.crypto.kdf.Hkdf;
import org.amarula.crypto.kdf.Hmac;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of the vectors open, and each damage is told by its name. */
class MediaFileVectorTest {
  private static int opened;
  private static int refused;

  @AfterAll
  static void count() {
    System.out.println("media.json: " + opened + " files opened, " + refused + " refused");
  }

  static List<JsonObject> files() {
    return Vectors.cases("media.json", "cases");
  }

  static List<JsonObject> negative() {
    return Vectors.cases("media.json", "negative");
  }

  @ParameterizedTest
  @MethodSource("files")
  void fileOpensAndIsVerified(JsonObject vector) throws Exception {
    byte[] plain = plaintext(vector);
    byte[] file = file(vector, plain);
    MediaType type = MediaType.of(Vectors.text(vector, "media_type")).orElseThrow();

    MediaFile verified =
        MediaFile.verified(
            file,
            Vectors.hex(vector, "media_key"),
            type,
            Vectors.hex(vector, "file_enc_sha256"),
            Vectors.hex(vector, "file_sha256"));

    assertThat(type.info()).isEqualTo(Vectors.text(vector, "hkdf_info"));
    assertThat(read(verified)).isEqualTo(plain);
    assertThat(read(verified)).as("read again").isEqualTo(plain);
    opened++;
  }

  @ParameterizedTest
  @MethodSource("negative")
  void damagedFileIsRefusedEvenUnderItsOwnHash(JsonObject vector) {
    byte[] file = Vectors.hex(vector, "encrypted");
    assertThat(damage(vector, file, Vectors.hex(vector, "file_enc_sha256")))
        .isEqualTo(MediaDamage.FILE_HASH);
    assertThat(damage(vector, file, Hash.sha256(file))).isEqualTo(MediaDamage.MAC);
    refused++;
  }

  @Test
  void otherDamageIsToldByItsName() {
    byte[] key = new byte[32];
    byte[] plain = {1, 2, 3};
    byte[] file = sealed(key, plain);
    assertThat(damage(new byte[31], file, Hash.sha256(plain))).isEqualTo(MediaDamage.KEY);
    assertThat(damage(key, new byte[10], Hash.sha256(plain))).isEqualTo(MediaDamage.LENGTH);
    assertThat(damage(key, new byte[27], Hash.sha256(plain))).isEqualTo(MediaDamage.LENGTH);
    assertThat(damage(key, file, new byte[32])).isEqualTo(MediaDamage.CONTENT_HASH);
    byte[] unpadded = sealedBlocks(key, new byte[16]); // ends with the bytes 0
    assertThat(damage(key, unpadded, Hash.sha256(plain))).isEqualTo(MediaDamage.PADDING);
  }

  private static MediaDamage damage(JsonObject vector, byte[] file, byte[] fileHash) {
    return catchThrowableOfType(
            DamagedMediaException.class,
            () ->
                MediaFile.verified(
                    file,
                    Vectors.hex(vector, "media_key"),
                    MediaType.of(Vectors.text(vector, "media_type")).orElseThrow(),
                    fileHash,
                    Vectors.hex(vector, "file_sha256")))
        .damage();
  }

  private static MediaDamage damage(byte[] key, byte[] file, byte[] plainHash) {
    return catchThrowableOfType(
            DamagedMediaException.class,
            () -> MediaFile.verified(file, key, MediaType.HISTORY, Hash.sha256(file), plainHash))
        .damage();
  }

  private static byte[] read(MediaFile file) throws IOException {
    try (InputStream in = file.plaintext()) {
      return in.readAllBytes();
    }
  }

  /** The README of the vectors says how a plaintext is made from its seed. */
  private static byte[] plaintext(JsonObject vector) {
    int length = vector.get("plaintext_length").getAsInt();
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    for (int i = 0; made.size() < length; i++) {
      String seed = Vectors.text(vector, "plaintext_gen_seed") + "|" + i;
      made.writeBytes(Hash.sha256(seed.getBytes(US_ASCII)));
    }
    return Arrays.copyOf(made.toByteArray(), length);
  }

  private static byte[] file(JsonObject vector, byte[] plain) {
    return vector.has("encrypted")
        ? Vectors.hex(vector, "encrypted")
        : seal(Vectors.hex(vector, "expanded_112"), plain);
  }

  private static byte[] sealed(byte[] key, byte[] plain) {
    return seal(expanded(key), plain);
  }

  private static byte[] expanded(byte[] key) {
    return Hkdf.sha256(key, null, MediaType.HISTORY.info().getBytes(US_ASCII), 112);
  }

  private static byte[] seal(byte[] keys, byte[] plain) {
    byte[] iv = Arrays.copyOf(keys, 16);
    return tagged(keys, AesCbc.encrypt(Arrays.copyOfRange(keys, 16, 48), iv, plain));
  }

  /** Whole blocks without padding: the padded form of less, cut. */
  private static byte[] sealedBlocks(byte[] key, byte[] blocks) {
    byte[] keys = expanded(key);
    byte[] iv = Arrays.copyOf(keys, 16);
    byte[] padded = AesCbc.encrypt(Arrays.copyOfRange(keys, 16, 48), iv, blocks);
    return tagged(keys, Arrays.copyOf(padded, blocks.length));
  }

  private static byte[] tagged(byte[] keys, byte[] ciphertext) {
    byte[] iv = Arrays.copyOf(keys, 16);
    byte[] mac = Hmac.sha256(Arrays.copyOfRange(keys, 48, 80), iv, ciphertext);
    byte[] file = Arrays.copyOf(ciphertext, ciphertext.length + 10);
    System.arraycopy(mac, 0, file, ciphertext.length, 10);
    return file;
  }
}
