/**
 * Asking the primary phone to upload a file again, and its answer (features, section 2.6).
 * Generated at build time from {@code src/main/proto}; immutable, thread-safe, and keeping unknown
 * fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
