/**
 * The signed device identity of a companion and the messages that link one (transport, sections 7
 * and 8). Generated at build time from {@code src/main/proto}; immutable, thread-safe, and keeping
 * unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.pairing;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
