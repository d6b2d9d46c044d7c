/** What a message says: a sealed family of records with an honest open end. */
@Export
@Version("0.1.0")
package org.amarula.api.content;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
