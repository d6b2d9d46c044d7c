package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.amarula.api.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrologueTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void routingInformationGoesBeforeTheHeader() {
    byte[] prologue = Prologue.client(HEX.parseHex("080c0805"));

    assertThat(HEX.formatHex(prologue)).isEqualTo("45440001000004080c080557410603");
    assertThat(HEX.formatHex(Prologue.client())).isEqualTo("57410603");
  }

  @Test
  void headerIsACopy() {
    Prologue.header()[0] = 0;

    assertThat(Prologue.header()).startsWith('W');
  }

  @ParameterizedTest
  @ValueSource(strings = {"57410603", "45440001000004080c080557410603", "4544000100000057410603"})
  void prologueSurvivesACutAtEveryPosition(String hex) {
    byte[] prologue = HEX.parseHex(hex);
    byte[] routing =
        Arrays.copyOfRange(prologue, Math.min(7, prologue.length - 4), prologue.length - 4);

    for (int cut = 0; cut < prologue.length; cut++) {
      PrologueReader reader = new PrologueReader();
      ByteBuffer rest = ByteBuffer.wrap(HEX.parseHex(hex + "000001"));
      rest.position(cut);

      assertThat(reader.feed(ByteBuffer.wrap(prologue, 0, cut))).isFalse();
      assertThat(reader.feed(rest)).isTrue();
      assertThat(rest.remaining()).isEqualTo(3);
      assertThat(reader.routingInfo().isPresent()).isEqualTo(prologue.length > 4);
      assertThat(reader.routingInfo().orElse(new byte[0])).isEqualTo(routing);
    }
  }

  @Test
  void longRoutingInformationIsReadWhole() {
    byte[] routing = new byte[PrologueReader.ROUTING_MAXIMUM];
    Arrays.fill(routing, (byte) 7);
    PrologueReader reader = new PrologueReader();

    assertThat(reader.feed(ByteBuffer.wrap(Prologue.client(routing)))).isTrue();
    assertThat(reader.routingInfo()).hasValueSatisfying(r -> assertThat(r).isEqualTo(routing));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554", // an HTTP request
        "57410602", // another dictionary
        "45440002", // another mark
        "45440001010001", // more than 64 KiB
        "454400010000010045440001" // routing information twice
      })
  void anythingElseIsRefused(String hex) {
    PrologueReader reader = new PrologueReader();

    assertThatThrownBy(() -> reader.feed(ByteBuffer.wrap(HEX.parseHex(hex))))
        .isInstanceOf(ProtocolException.class);
  }
}
