/** Addresses. */
@Export
@Version("0.1.0")
package org.amarula.api.jid;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
