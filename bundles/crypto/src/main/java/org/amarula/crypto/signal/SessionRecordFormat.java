package org.amarula.crypto.signal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.amarula.proto.account.StoredSession;
import org.amarula.proto.account.StoredSessionRecord;

/**
 * The stored form of a record: the fields of {@link StoredSessionRecord}, read and written one by
 * one so that an unchanged session keeps its encoding.
 */
final class SessionRecordFormat {
  private static final int VERSION_TAG =
      StoredSessionRecord.FORMAT_VERSION_FIELD_NUMBER << 3; // varint
  private static final int CURRENT_TAG = StoredSessionRecord.CURRENT_FIELD_NUMBER << 3 | 2;
  private static final int ARCHIVED_TAG = StoredSessionRecord.ARCHIVED_FIELD_NUMBER << 3 | 2;

  private SessionRecordFormat() {}

  static byte[] serialize(StoredForm current, List<StoredForm> archived) {
    int size =
        CodedOutputStream.computeUInt32Size(
            StoredSessionRecord.FORMAT_VERSION_FIELD_NUMBER, StoredFields.FORMAT_VERSION);
    if (current != null) {
      size +=
          CodedOutputStream.computeByteArraySize(
              StoredSessionRecord.CURRENT_FIELD_NUMBER, current.encoded());
    }
    int kept = 0;
    for (; kept < archived.size(); kept++) {
      int more =
          CodedOutputStream.computeByteArraySize(
              StoredSessionRecord.ARCHIVED_FIELD_NUMBER, archived.get(kept).encoded());
      if (size + more > StoredFields.MAX_RECORD) {
        break; // spec 9.2: the oldest give way
      }
      size += more;
    }
    byte[] bytes = new byte[size];
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(bytes);
      output.writeUInt32(
          StoredSessionRecord.FORMAT_VERSION_FIELD_NUMBER, StoredFields.FORMAT_VERSION);
      if (current != null) {
        output.writeByteArray(StoredSessionRecord.CURRENT_FIELD_NUMBER, current.encoded());
      }
      for (StoredForm form : archived.subList(0, kept)) {
        output.writeByteArray(StoredSessionRecord.ARCHIVED_FIELD_NUMBER, form.encoded());
      }
      output.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("An array of the computed size was too small", e);
    }
    return bytes;
  }

  static SessionRecord parse(byte[] bytes) throws CorruptRecordException {
    StoredFields.require(
        bytes.length <= StoredFields.MAX_RECORD, "Record of " + bytes.length + " bytes");
    try {
      CodedInputStream input = CodedInputStream.newInstance(bytes);
      input.setRecursionLimit(StoredFields.RECURSION_LIMIT);
      return parse(input);
    } catch (IOException e) {
      throw new CorruptRecordException("Record does not parse", e);
    }
  }

  private static SessionRecord parse(CodedInputStream input)
      throws IOException, CorruptRecordException {
    int version = 0;
    StoredForm current = null;
    List<StoredForm> archived = new ArrayList<>();
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      switch (tag) {
        case VERSION_TAG:
          version = input.readUInt32();
          break;
        case CURRENT_TAG:
          StoredFields.require(current == null, "Record has two current sessions");
          current = session(input.readByteArray());
          break;
        case ARCHIVED_TAG:
          StoredFields.require(
              archived.size() < SessionRecord.MAX_ARCHIVED, "Record has too many sessions");
          archived.add(session(input.readByteArray()));
          break;
        default:
          StoredFields.require(input.skipField(tag), "Record has an unexpected end group");
          break;
      }
    }
    StoredFields.require(
        version == StoredFields.FORMAT_VERSION, "Record has format version " + version);
    return SessionRecord.of(current, archived);
  }

  private static StoredForm session(byte[] bytes) throws IOException, CorruptRecordException {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    input.setRecursionLimit(StoredFields.RECURSION_LIMIT);
    return new StoredForm(SessionFormat.decode(StoredSession.parseFrom(input)), bytes);
  }
}
