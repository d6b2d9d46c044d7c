package org.amarula.messaging.internal.media;

/** Why a file cannot be had, by what can be done about it (spec/features.md 2.5). */
public enum MediaProblem {
  /** It is not there any more: only another device can upload it again. */
  GONE,
  /** No host could be asked, or it came damaged on its way: try again later. */
  UNREACHABLE,
  /** What was told of it is no address of a file. */
  NO_ADDRESS,
  /** It is longer than is read. */
  TOO_LONG,
  /** It is not what was told of it. */
  DAMAGED
}
