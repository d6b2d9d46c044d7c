package org.amarula.messaging.internal.media;

import org.amarula.crypto.media.MediaType;

/** Where a file is and what opens and proves it. Immutable; tells none of it. */
public final class MediaPlace {
  private final MediaType type;
  private final String directPath;
  private final byte[] mediaKey;
  private final byte[] fileHash;
  private final byte[] plainHash;

  /**
   * As a message tells it.
   *
   * @param directPath with its query
   * @param mediaKey 32 bytes
   * @param fileHash SHA-256 of the file as it is uploaded
   * @param plainHash SHA-256 of what is inside
   */
  public MediaPlace(
      MediaType type, String directPath, byte[] mediaKey, byte[] fileHash, byte[] plainHash) {
    this.type = type;
    this.directPath = directPath;
    this.mediaKey = mediaKey.clone();
    this.fileHash = fileHash.clone();
    this.plainHash = plainHash.clone();
  }

  MediaType type() {
    return type;
  }

  String directPath() {
    return directPath;
  }

  byte[] mediaKey() {
    return mediaKey;
  }

  byte[] fileHash() {
    return fileHash;
  }

  byte[] plainHash() {
    return plainHash;
  }

  @Override
  public String toString() {
    return "MediaPlace[" + type + "]";
  }
}
