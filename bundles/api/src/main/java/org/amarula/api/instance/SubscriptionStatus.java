package org.amarula.api.instance;

/**
 * One durable subscription of one profile.
 *
 * @param name its name
 * @param attached whether a listener of this name is there
 * @param waiting how many messages it has not confirmed
 * @param parked how many messages were put aside because it failed on them
 */
public record SubscriptionStatus(String name, boolean attached, long waiting, long parked) {}
