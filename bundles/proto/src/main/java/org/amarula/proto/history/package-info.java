/**
 * The archive that the primary phone hands to a new companion (features, section 4). Generated at
 * build time from {@code src/main/proto}; immutable, thread-safe, and keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.history;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
