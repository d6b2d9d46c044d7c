/** Recorded sessions, to be played again. */
@Export
@Version("0.1.0")
package org.amarula.sandbox.tape;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
