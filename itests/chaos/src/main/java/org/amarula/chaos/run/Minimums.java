package org.amarula.chaos.run;

/**
 * What has to happen in a run, so that it says anything; a run with less fails.
 *
 * @param seconds how long things are broken
 * @param accounts how many chat, in pairs
 * @param messages accepted by the server
 * @param kills of children, on purpose
 * @param restarts of children, seen as services that come back
 * @param bundles restarts of bundles
 * @param faults of the sandbox
 * @param storage commits, reads and opens that failed or were late
 */
public record Minimums(
    int seconds,
    int accounts,
    int messages,
    int kills,
    int restarts,
    int bundles,
    int faults,
    int storage) {

  /** In proportion to time and accounts; a busy machine takes longer to reach them. */
  public static Minimums of(int seconds, int accounts) {
    if (accounts < 2 || accounts % 2 != 0) {
      throw new IllegalArgumentException("Accounts chat in pairs: an even number is needed.");
    }
    int messages = Math.max(50, seconds * accounts / 8);
    int kills = Math.max(8, seconds * 2 / 3);
    int bundles = Math.max(2, seconds / 20);
    return new Minimums(
        seconds, accounts, messages, kills, kills / 2, bundles, seconds / 2, seconds / 2);
  }
}
