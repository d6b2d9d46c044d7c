/**
 * The four messages of the Signal layer as they travel inside an {@code enc} node (signal, sections
 * 3 and 4). Generated at build time from {@code src/main/proto}; immutable, thread-safe, and
 * keeping unknown fields.
 */
@Export
@Version("0.1.0")
package org.amarula.proto.signal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
