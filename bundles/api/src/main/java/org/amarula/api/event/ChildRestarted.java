package org.amarula.api.event;

/**
 * A child of the instance crashed, and another one has taken its place. Its siblings kept running.
 * When it was the connection, {@link StateChanged} follows, and the handle that comes with this
 * event is the new one.
 *
 * @param role the child's role, for instance {@code table-owner}
 * @param cause one sentence
 */
public record ChildRestarted(String role, String cause) implements Event {}
