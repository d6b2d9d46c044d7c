package org.amarula.messaging.internal.model;

/** The faults that the model must find. */
enum Planted {
  /** None: everything is as it ships. */
  NONE,
  /** What is received is told to be durable before it is, so that its receipt leaves too early. */
  RECEIPT_BEFORE_COMMIT,
  /** The same with what is sent. */
  STANZA_BEFORE_COMMIT,
  /** The storage forgets batches that it has told to be durable. */
  FORGETFUL_STORAGE,
  /** Custodians let everybody in at once. */
  NO_LOCK,
  /** The consumer is never told that a message may have been shown before. */
  NO_FLAG
}
