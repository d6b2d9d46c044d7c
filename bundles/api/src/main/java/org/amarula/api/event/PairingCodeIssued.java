package org.amarula.api.event;

/**
 * The server has accepted a code for pairing by phone number: one that was asked for, or one that
 * replaces it because the server wanted it renewed. Show it at once; a code of an earlier event is
 * void. {@link Paired} or {@link PairingCodeEnded} follows, or {@link ChildRestarted} should the
 * connection crash.
 *
 * @param code what the user types on the phone; keep it secret
 */
public record PairingCodeIssued(PairingCode code) implements Event {}
