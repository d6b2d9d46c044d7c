/** Read-only views of one instance's supervision tree. */
@Export
@Version("0.1.0")
package org.amarula.api.instance;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
