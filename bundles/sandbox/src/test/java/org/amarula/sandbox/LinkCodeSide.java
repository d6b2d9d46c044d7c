package org.amarula.sandbox;

import java.nio.charset.StandardCharsets;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.LinkCode;
import org.amarula.crypto.pairing.LinkCodeCompanion;
import org.amarula.crypto.pairing.LinkCodeFinish;
import org.amarula.crypto.pairing.WrappedKey;

/** The companion's side of a link code. */
final class LinkCodeSide {
  private final Companion companion;
  private LinkCode code;
  private KeyPair ephemeral;
  private byte[] ref;
  private String phone;

  LinkCodeSide(Companion companion) {
    this.companion = companion;
  }

  String code() {
    return code.display();
  }

  Node notification() throws Exception {
    return companion.connection.expect("notification");
  }

  String otherCode() {
    return code.text().equals("11111111") ? "22222222" : "11111111";
  }

  /** Asks for a code; registers first when not connected. */
  Node hello(String number) throws Exception {
    if (companion.connection == null) {
      companion.register();
    }
    phone = number;
    code = LinkCode.random(Companion.RANDOM);
    ephemeral = KeyPair.generate(Companion.RANDOM);
    byte[] wrapped = WrappedKey.wrap(code, ephemeral.publicKey(), Companion.RANDOM);
    Node answer = companion.ask("set", "md", hello(wrapped, "Chrome (Linux)"));
    ref =
        answer
            .requireChild("link_code_companion_reg")
            .requireChild("link_code_pairing_ref")
            .requireBytes();
    return answer;
  }

  Node hello(byte[] wrapped, String display) {
    return Node.builder("link_code_companion_reg")
        .attribute("jid", Jid.ofPhone(phone == null ? "15550001111" : phone))
        .attribute("stage", "companion_hello")
        .child(Companion.content("link_code_pairing_wrapped_companion_ephemeral_pub", wrapped))
        .child(Companion.content("companion_server_auth_key_pub", companion.noise.publicKey()))
        .child(text("companion_platform_id", "1"))
        .child(text("companion_platform_display", display))
        .child(Companion.content("link_code_pairing_nonce", new byte[] {0}))
        .build();
  }

  private static Node text(String tag, String text) {
    return Companion.content(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Answers the phone's hello and gives the derived secret. */
  byte[] finish(Node notification) throws Exception {
    Node hello = notification.requireChild("link_code_companion_reg");
    byte[] wrapped =
        hello.requireChild("link_code_pairing_wrapped_primary_ephemeral_pub").requireBytes();
    byte[] primary = hello.requireChild("primary_identity_pub").requireBytes();
    LinkCodeFinish finish =
        new LinkCodeCompanion(ephemeral, companion.identity)
            .finish(WrappedKey.unwrap(code, wrapped), primary, Companion.RANDOM);
    Node registration =
        Node.builder("link_code_companion_reg")
            .attribute("jid", Jid.ofPhone(phone))
            .attribute("stage", "companion_finish")
            .child(
                Companion.content("link_code_pairing_wrapped_key_bundle", finish.wrappedBundle()))
            .child(Companion.content("companion_identity_public", companion.identity.publicKey()))
            .child(Companion.content("link_code_pairing_ref", ref))
            .build();
    companion.ask("set", "md", registration);
    return finish.advSecret();
  }
}
