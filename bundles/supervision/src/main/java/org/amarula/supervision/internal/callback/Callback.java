package org.amarula.supervision.internal.callback;

/** One call of user code. */
public interface Callback {
  /** Whose code it is, for instance the class of a listener. */
  String name();

  /** Calls it. What it throws ends the call only. */
  void run();

  /** The call has passed its limit and is moved aside; it may still return. On a worker. */
  default void held(Hold hold) {}

  /** A call that was held has returned. On its own thread. */
  default void returned() {}
}
