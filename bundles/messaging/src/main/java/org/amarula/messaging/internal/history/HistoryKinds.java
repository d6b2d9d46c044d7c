package org.amarula.messaging.internal.history;

import org.amarula.api.event.HistoryKind;
import org.amarula.proto.history.HistorySync.HistorySyncType;

/** The kinds of history as consumers know them. */
final class HistoryKinds {
  private HistoryKinds() {}

  /** The kind with the number of a chunk or of a notification, which are the same. */
  static HistoryKind of(int number) {
    HistorySyncType type = HistorySyncType.forNumber(number);
    if (type == null) {
      return HistoryKind.UNKNOWN;
    }
    return switch (type) {
      case INITIAL_BOOTSTRAP -> HistoryKind.BOOTSTRAP;
      case INITIAL_STATUS_V3 -> HistoryKind.STATUSES;
      case FULL -> HistoryKind.FULL;
      case RECENT -> HistoryKind.RECENT;
      case PUSH_NAME -> HistoryKind.PUSH_NAMES;
      case NON_BLOCKING_DATA -> HistoryKind.OTHER_DATA;
      case ON_DEMAND -> HistoryKind.ON_DEMAND;
    };
  }
}
