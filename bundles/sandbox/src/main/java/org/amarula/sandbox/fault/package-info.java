/** The faults that a sandbox server makes on demand, as tests and operators name them. */
@Export
@Version("0.1.0")
package org.amarula.sandbox.fault;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
