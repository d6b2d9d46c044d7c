/**
 * The server's Noise certificate chain and the certificate of a verified business name (transport,
 * section 2.4). Generated at build time from {@code src/main/proto}; immutable, thread-safe, and
 * keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.certificate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
