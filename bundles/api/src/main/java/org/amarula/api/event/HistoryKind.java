package org.amarula.api.event;

/** What a chunk of the phone's history is of. */
public enum HistoryKind {
  /** The chats with their newest messages, right after pairing. */
  BOOTSTRAP,
  /** Statuses of contacts. */
  STATUSES,
  /** Older history, which comes only under {@code history.sync=full}. */
  FULL,
  /** The history of late; its last chunk has the progress 100. */
  RECENT,
  /** The names that contacts give themselves. */
  PUSH_NAMES,
  /** Former members of groups, stickers and calls. */
  OTHER_DATA,
  /** The answer to a request for more. */
  ON_DEMAND,
  /** A kind that this version does not know. */
  UNKNOWN
}
