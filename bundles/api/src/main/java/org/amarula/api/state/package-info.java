/** What an account is at this moment, and why its connection ended. */
@Export
@Version("0.1.0")
package org.amarula.api.state;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
