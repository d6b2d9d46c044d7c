/**
 * Files that travel outside of messages: their keys, their verification before anybody reads them,
 * and the request for a file that is gone. Stateless but for what a caller holds.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.media;
