/**
 * The private storage formats of an account; nothing here travels to a server (signal, sections 2
 * to 4 and 10). Generated at build time from {@code src/main/proto}; immutable, thread-safe, and
 * keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.account;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
