package org.amarula.supervision.internal.declared;

/** The factory ends with its bundle or a provider: what was asked of it comes too late. */
public final class FactoryClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;
  private static final String MESSAGE = "The connection factory is closed.";

  /** The factory was closed before. */
  public FactoryClosedException() {
    super(MESSAGE);
  }

  /** The factory is being closed, as shows by {@code cause}. */
  public FactoryClosedException(Throwable cause) {
    super(MESSAGE, cause);
  }
}
