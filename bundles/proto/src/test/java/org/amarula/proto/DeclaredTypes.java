package org.amarula.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.amarula.proto.account.AccountProto;
import org.amarula.proto.appstate.AppStateProto;
import org.amarula.proto.certificate.CertificateProto;
import org.amarula.proto.handshake.HandshakeProto;
import org.amarula.proto.history.HistoryProto;
import org.amarula.proto.media.MediaProto;
import org.amarula.proto.message.BotProto;
import org.amarula.proto.message.KeyProto;
import org.amarula.proto.message.MessageProto;
import org.amarula.proto.pairing.PairingProto;
import org.amarula.proto.signal.SignalProto;

/** What our files declare, under the schema's names: nested types with dots, no package. */
final class DeclaredTypes {
  static final List<FileDescriptor> WIRE =
      List.of(
          HandshakeProto.getDescriptor(),
          PairingProto.getDescriptor(),
          CertificateProto.getDescriptor(),
          SignalProto.getDescriptor(),
          KeyProto.getDescriptor(),
          BotProto.getDescriptor(),
          MessageProto.getDescriptor(),
          MediaProto.getDescriptor(),
          HistoryProto.getDescriptor(),
          AppStateProto.getDescriptor());
  static final FileDescriptor STORAGE = AccountProto.getDescriptor();

  private final Map<String, Descriptor> messages = new TreeMap<>();
  private final Map<String, EnumDescriptor> enums = new TreeMap<>();

  DeclaredTypes() {
    for (FileDescriptor file : WIRE) {
      file.getMessageTypes().forEach(this::add);
      file.getEnumTypes().forEach(this::add);
    }
  }

  Map<String, Descriptor> messages() {
    return messages;
  }

  Map<String, EnumDescriptor> enums() {
    return enums;
  }

  /** The schema's name of a type of any of our files. */
  static String name(FileDescriptor file, String fullName) {
    return fullName.substring(file.getPackage().length() + 1);
  }

  /** The empty message of the class that was generated for a top-level type. */
  static Message prototype(Descriptor type) {
    String name = type.getFile().getOptions().getJavaPackage() + "." + type.getName();
    try {
      return (Message) Class.forName(name).getMethod("getDefaultInstance").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("No generated class " + name, e);
    }
  }

  private void add(Descriptor type) {
    if (type.getOptions().getMapEntry()) {
      return;
    }
    if (messages.put(name(type.getFile(), type.getFullName()), type) != null) {
      throw new AssertionError("Declared twice: " + type.getFullName());
    }
    type.getNestedTypes().forEach(this::add);
    type.getEnumTypes().forEach(this::add);
  }

  private void add(EnumDescriptor type) {
    if (enums.put(name(type.getFile(), type.getFullName()), type) != null) {
      throw new AssertionError("Declared twice: " + type.getFullName());
    }
  }
}
