/**
 * Providers of {@link org.amarula.api.storage.Storage} for programs that run without OSGi: an
 * embedded SQLite database, and memory for tests. In a framework the same database is a service.
 */
@Export
@Version("0.1.0")
package org.amarula.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
