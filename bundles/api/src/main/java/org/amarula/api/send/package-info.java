/** What becomes of a message that is sent; a package of its own, since events tell it too. */
@Export
@Version("0.1.0")
package org.amarula.api.send;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
