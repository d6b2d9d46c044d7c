package org.amarula.api.event;

import java.time.Duration;

/**
 * A listener's call did not come back within its limit. It is told nothing more until the call
 * returns; its messages wait in the inbox if it is durable. The others are not affected, and it is
 * the others who get this event.
 *
 * @param listener the class of the listener
 * @param thread the name of the thread that it holds
 * @param limit the limit that it passed
 */
public record ListenerHeld(String listener, String thread, Duration limit) implements Event {}
