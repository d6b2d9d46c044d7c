/** The connection factory outside of a framework, for tests and for plain Java. */
@Export
@Version("0.1.0")
package org.amarula.supervision;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
