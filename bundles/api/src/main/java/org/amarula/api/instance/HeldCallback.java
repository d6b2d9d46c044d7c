package org.amarula.api.instance;

import java.time.Instant;

/**
 * A call of user code that did not come back within its limit and is moved aside.
 *
 * @param listener the class that holds the thread, or what it was called for
 * @param thread the thread's name
 * @param since when the call began
 */
public record HeldCallback(String listener, String thread, Instant since) {}
