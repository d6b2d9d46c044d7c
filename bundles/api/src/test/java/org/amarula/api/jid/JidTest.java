package org.amarula.api.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JidTest {
  @ParameterizedTest
  @CsvSource({
    "15551230001@s.whatsapp.net, 15551230001, 0, 0, s.whatsapp.net",
    "15551230001:12@s.whatsapp.net, 15551230001, 0, 12, s.whatsapp.net",
    "15551230001_2:7@s.whatsapp.net, 15551230001, 2, 7, s.whatsapp.net",
    "15551230001.2:7@s.whatsapp.net, 15551230001, 2, 7, s.whatsapp.net",
    "1.2:7@lid, 1.2, 0, 7, lid",
    "a_b@g.us, a_b, 0, 0, g.us",
    "a_300@lid, a_300, 0, 0, lid",
    "100012345:300@msgr, 100012345, 0, 300, msgr",
    "@s.whatsapp.net, '', 0, 0, s.whatsapp.net"
  })
  void textIsSplitIntoItsParts(String text, String user, int agent, int device, String server) {
    assertThat(Jid.parse(text)).isEqualTo(new Jid(user, agent, device, server));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "s.whatsapp.net",
        "1@",
        "@",
        "1@lid@lid",
        "1:@lid",
        "1:x@lid",
        "1:-1@lid",
        "1:256@lid",
        "1:256@s.whatsapp.net",
        "1:65536@msgr",
        "1:2:3@lid",
        "1:99999999999@lid",
        "1_1_1@lid",
        "1.1_1@s.whatsapp.net"
      })
  void otherTextIsNoAddress(String text) {
    assertThat(Jid.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> Jid.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"1:2, lid", "1@2, lid", "1_2, lid", "1.2, s.whatsapp.net", "1, ''", "1, a@b"})
  void partsThatTheTextCannotTellApartAreRefused(String user, String server) {
    assertThatThrownBy(() -> Jid.of(user, server)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deviceMustFitTheWire() {
    assertThat(Jid.of("1", 255, Jid.PN)).hasToString("1:255@s.whatsapp.net");
    assertThatThrownBy(() -> Jid.of("1", 256, Jid.PN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Jid.of("1", -1, Jid.LID)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hostedDeviceBelongsToTheAccountItServes() {
    Jid hosted = Jid.parse("15551230001:99@hosted");

    assertThat(hosted.toUser()).hasToString("15551230001@hosted");
    assertThat(hosted.toAccount()).hasToString("15551230001@s.whatsapp.net");
    assertThat(hosted.sameUser(Jid.parse("15551230001:2@c.us"))).isTrue();
    assertThat(Jid.parse("1:99@hosted.lid").toAccount()).hasToString("1@lid");
  }

  @Test
  void phoneNumberAndHiddenIdAreNeverTheSameUser() {
    assertThat(Jid.parse("1@s.whatsapp.net").sameUser(Jid.parse("1@lid"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "867051314767696@bot, true",
    "13135550002@s.whatsapp.net, true",
    "13165550042@c.us, true",
    "13165550142@c.us, false",
    "13135550002@lid, false",
    "131355500021@c.us, false"
  })
  void botsAreKnownByServerOrNumber(String text, boolean bot) {
    assertThat(Jid.parse(text).isBot()).isEqualTo(bot);
  }

  @Test
  void phoneNumberLosesItsDecoration() {
    assertThat(Jid.ofPhone("+1 (555) 123-0001")).hasToString("15551230001@s.whatsapp.net");
    assertThatThrownBy(() -> Jid.ofPhone("+")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void logFormHidesTheUser() {
    assertThat(Jid.parse("15551230001:3@s.whatsapp.net").redacted())
        .isEqualTo("…01:3@s.whatsapp.net");
    assertThat(Jid.STATUS.isStatus()).isTrue();
    assertThat(Jid.parse("1@example.org").isOnKnownServer()).isFalse();
  }
}
