package org.amarula.sandbox.phone;

import static java.util.Objects.requireNonNull;

import org.amarula.api.Bytes;

/**
 * A file that a phone sends or received, not encrypted.
 *
 * @param type the MIME type
 * @param name the file's name, empty for none; only documents have one
 * @param caption the text below it, empty for none
 */
public record PhoneMedia(MediaKind kind, String type, String name, String caption, Bytes content) {
  /** Refuses nulls. */
  public PhoneMedia {
    requireNonNull(kind, "kind");
    requireNonNull(type, "type");
    requireNonNull(name, "name");
    requireNonNull(caption, "caption");
    requireNonNull(content, "content");
  }

  /** A file without name and caption. */
  public static PhoneMedia of(MediaKind kind, String type, byte[] content) {
    return new PhoneMedia(kind, type, "", "", Bytes.copyOf(content));
  }

  /** The same with a name. */
  public PhoneMedia named(String other) {
    return new PhoneMedia(kind, type, other, caption, content);
  }

  /** The same with a caption. */
  public PhoneMedia captioned(String other) {
    return new PhoneMedia(kind, type, name, other, content);
  }

  /** Tells no content. */
  @Override
  public String toString() {
    return "PhoneMedia[" + kind.text() + ", " + type + ", " + content.length() + " bytes]";
  }
}
