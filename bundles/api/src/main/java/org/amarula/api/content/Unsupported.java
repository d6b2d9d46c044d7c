package org.amarula.api.content;

import org.amarula.api.Bytes;

/**
 * Content that has no type here yet.
 *
 * @param kind the name of the field that is set in the message, for instance {@code imageMessage}
 * @param raw the serialized message, so that nothing is lost
 */
public record Unsupported(String kind, Bytes raw) implements Content {}
