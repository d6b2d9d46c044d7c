package org.amarula.messaging.internal.content;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.amarula.proto.message.Message;

/**
 * Which fields of a Message are set, by its encoding. The same as its {@code getAllFields()} tells,
 * without the reflection by which that loads the accessors of all fields.
 */
final class SetFields {
  private SetFields() {}

  /** The fields that are set, by their numbers. */
  static Set<FieldDescriptor> of(Message message) {
    byte[] encoded = message.toByteArray();
    int known = encoded.length - message.getUnknownFields().getSerializedSize(); // they come last
    CodedInputStream input = CodedInputStream.newInstance(encoded, 0, known);
    Set<FieldDescriptor> set = new LinkedHashSet<>();
    try {
      int tag = input.readTag();
      while (tag != 0) {
        int number = WireFormat.getTagFieldNumber(tag);
        set.add(Message.getDescriptor().findFieldByNumber(number));
        input.skipField(tag);
        tag = input.readTag();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("What was just written cannot be read.", e);
    }
    return set;
  }
}
