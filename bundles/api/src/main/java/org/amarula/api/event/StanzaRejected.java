package org.amarula.api.event;

/**
 * A stanza could not be understood. It was answered, so that the server does not repeat it.
 *
 * @param tag the stanza's tag
 * @param id its id, or empty
 * @param problem one sentence
 */
public record StanzaRejected(String tag, String id, String problem) implements Event {}
