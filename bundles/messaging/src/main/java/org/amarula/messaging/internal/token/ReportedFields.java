package org.amarula.messaging.internal.token;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The part of a serialized Message that a reporting token covers, spec/features.md 6.16. Pure. */
final class ReportedFields {
  // Field numbers as the specification lists them; {} holds those of a submessage.
  private static final String LISTED =
      "1 3{2 3 8 11 17{21 22} 25} 4{1 16 17{21 22}} 5{3 4 5 16 17{21 22}} 6{1 17{21 22} 30} "
          + "7{2 7 10 17{21 22} 20} 8{2 7 9 17{21 22} 21} 9{2 6 7 13 17{21 22} 20} 12{1 2 15} "
          + "18{6 16 17{21 22}} 26{4 5 8 13 17{21 22}} 28{1 2 4 5 6 7{21 22}} "
          + "49{2 3{1 2} 5{21 22} 8{1 2}} 60{2 3{1 2} 5{21 22} 8{1 2}} "
          + "64{2 3{1 2} 5{21 22} 8{1 2}} 66{2 6 7 13 17{21 22} 20} 88{1 2{1} 3{21 22}} ";
  private static final Listed FIELDS = new Parser().list();

  private ReportedFields() {}

  /** A field number and, for a submessage, the fields in it; empty for a field taken whole. */
  private static final class Listed extends TreeMap<Integer, Listed> {
    private static final long serialVersionUID = 1;
  }

  private static final class Parser {
    private int at;

    Listed list() {
      Listed fields = new Listed();
      while (at < LISTED.length() && LISTED.charAt(at) != '}') {
        int begin = at;
        while (Character.isDigit(LISTED.charAt(at))) {
          at++;
        }
        int number = Integer.parseInt(LISTED.substring(begin, at));
        Listed inner = new Listed();
        if (LISTED.charAt(at) == '{') {
          at++;
          inner = list();
          at++;
        }
        fields.put(number, inner);
        if (LISTED.charAt(at) == ' ') {
          at++;
        }
      }
      return fields;
    }
  }

  static byte[] filter(byte[] message) {
    try {
      return filter(message, FIELDS);
    } catch (IOException e) {
      throw new UncheckedIOException("A serialized message cannot be read.", e);
    }
  }

  private static byte[] filter(byte[] message, Listed listed) throws IOException {
    Map<Integer, ByteArrayOutputStream> kept = new TreeMap<>();
    CodedInputStream input = CodedInputStream.newInstance(message);
    while (!input.isAtEnd()) {
      int begin = input.getTotalBytesRead();
      int tag = input.readTag();
      int number = WireFormat.getTagFieldNumber(tag);
      Listed inner = listed.get(number);
      if (inner == null || inner.isEmpty()) {
        input.skipField(tag);
        if (inner != null) {
          int length = input.getTotalBytesRead() - begin;
          kept.computeIfAbsent(number, one -> new ByteArrayOutputStream())
              .write(message, begin, length);
        }
        continue;
      }
      byte[] filtered = filter(input.readByteArray(), inner);
      if (filtered.length != 0) {
        ByteArrayOutputStream out =
            kept.computeIfAbsent(number, one -> new ByteArrayOutputStream());
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.writeByteArray(number, filtered);
        coded.flush();
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteArrayOutputStream part : kept.values()) {
      part.writeTo(all);
    }
    return all.toByteArray();
  }
}
