/** What the simulated phones of a sandbox server send, and what they tell of what reaches them. */
@Export
@Version("0.1.0")
package org.amarula.sandbox.phone;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
