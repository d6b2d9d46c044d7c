/**
 * End-to-end encryption between two devices and within groups: X3DH, the double ratchet and sender
 * keys, written from {@code spec/signal.md} sections 1 to 5.1.
 *
 * <p>Everything here is a function over immutable values. A cipher takes a record and returns the
 * record that follows; a call that fails returns nothing, so it changed nothing. Nobody here
 * stores, locks, logs or waits: the caller holds custody of a record, commits the returned one
 * together with its other effects, and only then lets bytes or plaintext out (section 10.2).
 *
 * <p>Failures are {@link org.amarula.crypto.signal.SignalException}s. Each has a defined answer in
 * the protocol, therefore they are checked.
 */
@Export
@Version("0.1.0")
package org.amarula.crypto.signal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
