package org.amarula.api.instance;

import java.time.Instant;
import org.amarula.api.Bytes;

/**
 * A stanza that could not be handled because of an unexpected error. It was answered with a
 * refusal; what it was is kept for diagnosis.
 *
 * @param at when it was put aside
 * @param tag its tag
 * @param id its id, or empty
 * @param problem one sentence
 * @param bytes the stanza as a frame's plaintext; it may hold secrets
 */
public record ParkedStanza(Instant at, String tag, String id, String problem, Bytes bytes) {}
