package org.amarula.sandbox.internal.phone;

import java.security.SecureRandom;
import java.time.Clock;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.syncd.AppStateStore;

/**
 * What all phones of a server share.
 *
 * @param network the server beside them
 * @param media where they put files
 * @param states the app state of all accounts
 */
public record PhoneTools(
    PhoneNetwork network,
    MediaStore media,
    AppStateStore states,
    FaultBoard faults,
    Ledger ledger,
    Clock clock,
    SecureRandom random) {}
