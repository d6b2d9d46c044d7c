/** What a storage provider offers: namespaced keys per profile, and atomic, durable batches. */
@Export
@Version("0.1.0")
package org.amarula.api.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
