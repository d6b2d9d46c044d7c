/** What an account tells its consumers. */
@Export
@Version("0.1.0")
package org.amarula.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
