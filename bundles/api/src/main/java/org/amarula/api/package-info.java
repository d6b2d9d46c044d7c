/**
 * The words that every other package uses: names of profiles and instances, immutable bytes, and
 * the errors.
 */
@Export
@Version("0.1.0")
package org.amarula.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
