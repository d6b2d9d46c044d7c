package org.amarula.sandbox.internal.devices;

/**
 * The picture of an account or of a group.
 *
 * @param id changes with each picture
 * @param directPath where the media store has it
 */
public record Picture(String id, String directPath) {}
