package org.amarula.supervision.internal.lane;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What stages wrap, unwrapped. */
public final class Failures {
  private Failures() {}

  /** The cause inside the wrappers of stages. */
  public static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** One sentence about a failure that holds no message text of foreign errors. */
  public static String brief(Throwable failure) {
    Throwable inner = unwrap(failure);
    boolean ours = inner instanceof org.amarula.api.AmarulaException;
    return ours ? inner.getMessage() : inner.getClass().getSimpleName();
  }
}
