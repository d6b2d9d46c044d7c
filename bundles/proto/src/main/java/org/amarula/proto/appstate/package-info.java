/**
 * Patches, snapshots and actions of the settings that all devices of an account share (features,
 * section 3). Generated at build time from {@code src/main/proto}; immutable, thread-safe, and
 * keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.appstate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
