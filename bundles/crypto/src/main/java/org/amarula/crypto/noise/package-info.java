/**
 * The handshake {@code Noise_XX_25519_AESGCM_SHA256} in WhatsApp's packaging, both sides, its
 * certificate check, and the transport encryption that follows (transport.md 2). Bytes in, bytes
 * out: framing and sockets are elsewhere.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.noise;
