/**
 * Hashes, message authentication codes and key derivation. Every function is stateless and safe for
 * use from any thread; the platform's algorithms do the work, Bouncy Castle's light API stands in
 * where the platform lacks one, and no provider is ever registered with the virtual machine.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.kdf;
