package org.amarula.chaos.verdict;

import java.util.List;

/**
 * One promise.
 *
 * @param rule what has to be true
 * @param broken where it was not, one sentence each
 */
record Check(String rule, List<String> broken) {
  Check {
    broken = List.copyOf(broken);
  }

  boolean passed() {
    return broken.isEmpty();
  }

  static Check atLeast(String what, long least, long found) {
    List<String> broken = found < least ? List.of("only " + found) : List.of();
    return new Check("at least " + least + " " + what, broken);
  }
}
