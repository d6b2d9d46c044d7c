/**
 * The consumer's door: the factory of connection instances, the connection itself and its listener.
 */
@Export
@Version("0.1.0")
package org.amarula.api.connection;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
