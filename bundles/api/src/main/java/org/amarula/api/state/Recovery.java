package org.amarula.api.state;

/** What is done after a connection has ended. */
public enum Recovery {
  /** Connect again at once; the end was expected. */
  RETRY_NOW,
  /** Connect again after the next back-off. */
  RETRY_WITH_BACKOFF,
  /** Connect again with back-off, which begins at a minute. */
  RETRY_SLOWLY,
  /** Connect once more; the same end again is final. */
  RETRY_ONCE,
  /** Connect once more when the ban is over and not before; a further ban is final. */
  RETRY_AFTER_BAN,
  /** Ask for the newest web version and connect once more with it, should it be newer. */
  REFRESH_AND_RETRY_ONCE,
  /** The credentials are void: they are wiped, and the account is to be paired again. */
  WIPE_AND_STOP,
  /** Wait until somebody asks; the credentials are kept. */
  STOP
}
