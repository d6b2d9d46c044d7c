/** What a sandbox server saw: values only. */
@Export
@Version("0.1.0")
package org.amarula.sandbox.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
