/**
 * Curve25519: key pairs, X25519 agreement and XEdDSA signatures (transport.md 2.5, signal.md 1.1
 * and 1.2). Operations on private keys take the same time whatever the key is.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.curve;
