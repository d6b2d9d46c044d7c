/**
 * Everything a person can send, with the bot types it reaches (features, section 6). Generated at
 * build time from {@code src/main/proto}; immutable, thread-safe, and keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.message;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
