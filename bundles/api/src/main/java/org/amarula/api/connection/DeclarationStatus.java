package org.amarula.api.connection;

/**
 * One line about one declared account, as of the moment when it was asked for.
 *
 * @param pid the PID of its configuration
 * @param profile the profile that the configuration names, or an empty text
 * @param state what became of it
 * @param detail one sentence that says why, or an empty text
 */
public record DeclarationStatus(
    String pid, String profile, DeclarationState state, String detail) {}
