package org.amarula.crypto.media;

/** What is wrong with a file, in the order in which it is found out (features 2.4). */
public enum MediaDamage {
  /** The media key has another length than 32 bytes. */
  KEY,
  /** It is shorter than its MAC and one block, or no number of whole blocks. */
  LENGTH,
  /** It is not the file whose hash was told. */
  FILE_HASH,
  /** Its MAC is wrong. */
  MAC,
  /** Its padding is wrong. */
  PADDING,
  /** What is inside is not what was told. */
  CONTENT_HASH
}
