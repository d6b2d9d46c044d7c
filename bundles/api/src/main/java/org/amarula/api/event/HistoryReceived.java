package org.amarula.api.event;

/**
 * A chunk of history came from the own phone, and what it tells of names is learnt and durable.
 * Told after a pairing and when more was asked for, chunk by chunk in the order in which the phone
 * sent them; not told under {@code history.sync=off}. A chunk during which the process died is
 * learnt and told again.
 *
 * @param kind what it is of
 * @param chunk its number among those of its kind, from 1 where the phone counts
 * @param progress how much of its kind has come with it, 0 to 100
 * @param conversations how many chats it held
 * @param mappings how many pairs of number and hidden id were new
 */
public record HistoryReceived(
    HistoryKind kind, int chunk, int progress, int conversations, int mappings) implements Event {}
