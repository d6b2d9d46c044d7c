package org.amarula.testing;

/** An expectation that was not met, told with the conversation before it. */
final class KitFailure extends AssertionError {
  private static final long serialVersionUID = 1;

  KitFailure(String expected, String came, String conversation) {
    super(
        expected
            + ", but came "
            + came
            + "\n\nThe conversation:\n"
            + conversation
            + "\n\nExpected: "
            + expected
            + "\nCame:     "
            + came);
  }
}
