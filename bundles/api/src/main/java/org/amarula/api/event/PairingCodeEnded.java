package org.amarula.api.event;

/**
 * The code that was issued last is void, and the phone is not linked. Emitted once for each code
 * that neither led to {@link Paired} nor was renewed. Ask for a new code when the state is still
 * {@code pairing}, else connect first.
 *
 * @param end why
 */
public record PairingCodeEnded(PairingCodeEnd end) implements Event {}
