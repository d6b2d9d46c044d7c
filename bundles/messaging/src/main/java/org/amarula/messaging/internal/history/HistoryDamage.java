package org.amarula.messaging.internal.history;

/** Why a chunk of history cannot be read. */
enum HistoryDamage {
  /** It is no zlib stream, or its checksum is wrong. */
  COMPRESSION,
  /** It ends too early. */
  TRUNCATED,
  /** It grows over all bounds when it is inflated. */
  TOO_LONG,
  /** What is inside is no chunk of history. */
  FORMAT
}
