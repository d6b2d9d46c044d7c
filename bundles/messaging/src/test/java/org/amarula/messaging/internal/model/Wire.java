package org.amarula.messaging.internal.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.amarula.api.Bytes;
import org.amarula.codec.Node;

/**
 * What the server can see of ciphertexts and keys: no step of a chain may encrypt two messages, and
 * no id may name two pre-keys. Reads the outer form only (spec/signal.md 3.1, 4).
 */
final class Wire {
  private static final int MAC = 8;
  private static final int SIGNATURE = 64;

  private final Judge judge;
  private final Map<String, Bytes> steps = new HashMap<>();
  private final Map<String, Bytes> preKeys = new HashMap<>();

  Wire(Judge judge) {
    this.judge = judge;
  }

  /** A message that a device sent. */
  void message(ModelDevice from, Node message) {
    message.children("enc").forEach(enc -> ciphertext(from, enc));
    message
        .child("participants")
        .ifPresent(
            list -> list.children("to").forEach(to -> ciphertext(from, to.requireChild("enc"))));
  }

  /** An upload, or a retry receipt with keys. */
  void keys(ModelDevice from, Node node) {
    node.child("list").ifPresent(list -> list.children("key").forEach(key -> key(from, key)));
    node.child("keys").flatMap(keys -> keys.child("key")).ifPresent(key -> key(from, key));
  }

  private void key(ModelDevice from, Node key) {
    String name = from + "/" + Bytes.wrap(key.requireChild("id").requireBytes()).toHex();
    Bytes value = Bytes.wrap(key.requireChild("value").requireBytes());
    Bytes before = preKeys.putIfAbsent(name, value);
    judge.require(before == null || before.equals(value), "pre-key " + name + " has two values");
  }

  private void ciphertext(ModelDevice from, Node enc) {
    byte[] bytes = enc.requireBytes();
    try {
      String step =
          switch (enc.requireAttribute("type")) {
            case "pkmsg" -> session(inner(bytes));
            case "msg" -> session(bytes);
            default -> senderKey(bytes);
          };
      Bytes before = steps.putIfAbsent(from + "/" + step, Bytes.wrap(bytes));
      judge.require(
          before == null || before.equals(Bytes.wrap(bytes)),
          from + " used the step " + step + " twice");
    } catch (IOException e) {
      judge.require(false, from + " sent a malformed ciphertext");
    }
  }

  private static byte[] inner(byte[] preKeyMessage) throws IOException {
    return field(preKeyMessage, 0, 4).toByteArray();
  }

  private static String session(byte[] message) throws IOException {
    return Bytes.wrap(field(message, MAC, 1).toByteArray()).toHex() + "/" + number(message, MAC, 2);
  }

  private static String senderKey(byte[] message) throws IOException {
    return "group " + number(message, SIGNATURE, 1) + "/" + number(message, SIGNATURE, 2);
  }

  private static com.google.protobuf.ByteString field(byte[] message, int tail, int field)
      throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(message, 1, message.length - 1 - tail);
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        return input.readBytes();
      }
      input.skipField(tag);
    }
    throw new IOException("A field is missing.");
  }

  private static int number(byte[] message, int tail, int field) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(message, 1, message.length - 1 - tail);
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        return input.readUInt32();
      }
      input.skipField(tag);
    }
    return 0;
  }
}
