package org.amarula.sandbox.internal.ledger;

/** What is counted, in the order in which it is shown. */
public enum Tally {
  CONNECTED("connected"),
  PAIRINGS("pairings"),
  DECLINED_PAIRINGS("declinedPairings"),
  LOGINS("logins"),
  REFUSED_LOGINS("refusedLogins"),
  REPLACED("replaced"),
  OVERLAPS("overlaps"),
  REQUESTS("requests"),
  UNKNOWN_REQUESTS("unknownRequests"),
  KEY_FETCHES("keyFetches"),
  MESSAGES("messages"),
  REFUSED_MESSAGES("refusedMessages"),
  RATE_LIMITED("rateLimited"),
  GROUP_MESSAGES("groupMessages"),
  INCOMPLETE_FANOUTS("incompleteFanouts"),
  HASH_MISMATCHES("hashMismatches"),
  OWN_COPIES("ownCopies"),
  DELIVERIES("deliveries"),
  REDELIVERIES("redeliveries"),
  RECEIPTS("receipts"),
  PEER_RECEIPTS("peerReceipts"),
  HISTORY_RECEIPTS("historyReceipts"),
  SALTED_TOKENS("saltedTokens"),
  RETRIES("retries"),
  ACKS("acks"),
  STRAY_ANSWERS("strayAnswers"),
  DECRYPTED("decrypted"),
  UNDECRYPTABLE("undecryptable");

  private final String text;

  Tally(String text) {
    this.text = text;
  }

  /** The name in the statistics. */
  public String text() {
    return text;
  }
}
