/** Messengers without a service registry. */
@Export
@Version("0.1.0")
package org.amarula.messaging.standalone;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
