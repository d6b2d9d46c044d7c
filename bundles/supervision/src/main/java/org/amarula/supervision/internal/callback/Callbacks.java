package org.amarula.supervision.internal.callback;

import java.util.concurrent.Executor;

/** Threads for user code. */
@FunctionalInterface
public interface Callbacks extends Executor {
  /**
   * Calls user code on the current thread, which is one of these, and measures it by itself.
   *
   * @return whether it was moved aside meanwhile: then the thread is one too many, and whoever has
   *     more to do posts it anew
   */
  default boolean call(Callback callback) {
    callback.run();
    return false;
  }
}
