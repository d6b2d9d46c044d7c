/**
 * The Noise handshake messages and the client payload that logs a companion in or registers it
 * (transport, sections 2 and 3). Generated at build time from {@code src/main/proto}; immutable,
 * thread-safe, and keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.handshake;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
