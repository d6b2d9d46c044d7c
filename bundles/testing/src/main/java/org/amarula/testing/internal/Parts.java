package org.amarula.testing.internal;

/**
 * What the members of one kit share.
 *
 * @param waiting how long anybody waits
 * @param mail what reached the contacts
 */
public record Parts(People people, Conversation conversation, Waiting waiting, Mail mail) {}
