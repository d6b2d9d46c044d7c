package org.amarula.messaging.internal.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;

/**
 * A message of protobuf read field by field from a stream, so that of a long one only what is
 * wanted is ever in memory. For one thread at a time. Whatever is wrong is a {@link
 * DamagedHistoryException}.
 */
final class ProtoFields {
  private static final int BUFFER = 8192;
  private static final int MAX_BYTES = 1024;

  private final CodedInputStream input;

  ProtoFields(InputStream stream) {
    input = CodedInputStream.newInstance(stream, BUFFER);
    input.setSizeLimit(Integer.MAX_VALUE); // the stream has the bound
  }

  /** Takes one field, by its number, or skips it. */
  @FunctionalInterface
  interface Field {
    /** Reads the value of the field with this tag; false when it does not want it. */
    boolean read(int tag) throws IOException;
  }

  /** The tag of a field with a length. */
  static int block(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** The tag of a field with a number. */
  static int number(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }

  /** Reads one field of the outermost message; false at its end. */
  boolean next(Field field) throws IOException {
    try {
      return one(field);
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedHistoryException(HistoryDamage.FORMAT);
    }
  }

  /** Reads a message inside. */
  void message(Field field) throws IOException {
    int outer = input.pushLimit(length());
    while (one(field)) {
      continue;
    }
    if (input.getBytesUntilLimit() != 0) {
      throw new DamagedHistoryException(HistoryDamage.TRUNCATED);
    }
    input.popLimit(outer);
  }

  private boolean one(Field field) throws IOException {
    int tag = input.readTag();
    if (tag == 0) {
      return false;
    }
    if (!field.read(tag)) {
      skip(tag);
    }
    return true;
  }

  // no message of ours has groups, which alone could be nested without end
  private void skip(int tag) throws IOException {
    int type = WireFormat.getTagWireType(tag);
    if (type == WireFormat.WIRETYPE_START_GROUP || !input.skipField(tag)) {
      throw new DamagedHistoryException(HistoryDamage.FORMAT);
    }
  }

  private int length() throws IOException {
    int length = input.readRawVarint32();
    if (length < 0) {
      throw new DamagedHistoryException(HistoryDamage.FORMAT);
    }
    return length;
  }

  /** A short value; one of more than 1024 bytes is passed over and empty. */
  byte[] bytes() throws IOException {
    int length = length();
    if (length > MAX_BYTES) {
      input.skipRawBytes(length);
      return new byte[0];
    }
    return input.readRawBytes(length);
  }

  /** A short text. */
  String text() throws IOException {
    return new String(bytes(), UTF_8);
  }

  long number() throws IOException {
    return input.readRawVarint64();
  }

  /** How far it was read, in bytes, modulo 2^31. */
  int position() {
    return input.getTotalBytesRead();
  }
}
