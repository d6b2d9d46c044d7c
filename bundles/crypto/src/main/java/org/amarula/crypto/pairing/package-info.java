/**
 * The signatures and secrets of pairing: what a companion verifies and signs when a phone accepts
 * it, what the phone does, the link code, and the checks of other accounts' companions
 * (transport.md 7.4, 7.7 and 8; signal.md 6.4). Bytes in, bytes out: stanzas are elsewhere.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.pairing;
