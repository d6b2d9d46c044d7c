package org.amarula.api.instance;

/**
 * How often one message was asked for again.
 *
 * @param id the message's id
 * @param who who wrote it, or the device that asked; redacted
 * @param count how often
 */
public record RetryCount(String id, String who, int count) {}
