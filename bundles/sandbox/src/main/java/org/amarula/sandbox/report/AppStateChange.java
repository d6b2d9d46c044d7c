package org.amarula.sandbox.report;

/**
 * A change of app state that a simulated phone read.
 *
 * @param device which of the account's devices made it
 * @param collection such as {@code regular_high}
 * @param version the collection's version after it
 * @param index what it is about, a JSON array
 * @param removed whether it removes what was set before
 */
public record AppStateChange(
    int device, String collection, long version, String index, boolean removed) {}
