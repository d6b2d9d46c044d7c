package org.amarula.api.state;

/** What is done after a connection has ended. */
public enum Recovery {
  /** Connect again at once; the end was expected. */
  RETRY_NOW,
  /** Connect again after the next back-off. */
  RETRY_WITH_BACKOFF,
  /** Connect again with back-off, waiting a minute at least. */
  RETRY_SLOWLY,
  /** Connect once more; the same end again is final. */
  RETRY_ONCE,
  /** The credentials are void: they are wiped, and the account is to be paired again. */
  WIPE_AND_STOP,
  /** Wait until somebody asks; the credentials are kept. */
  STOP
}
