/** Groups: what they are, who is in them, and how they are changed. */
@Export
@Version("0.1.0")
package org.amarula.api.group;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
