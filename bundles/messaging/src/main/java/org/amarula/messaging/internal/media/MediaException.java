package org.amarula.messaging.internal.media;

import org.amarula.api.AmarulaException;

/** A file cannot be had. */
public final class MediaException extends AmarulaException {
  private static final long serialVersionUID = 1;

  private final MediaProblem problem;

  MediaException(MediaProblem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What can be done about it. */
  public MediaProblem problem() {
    return problem;
  }
}
