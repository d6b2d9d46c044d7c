/**
 * AES-256 in the three modes the protocol uses. The platform's ciphers do the work, Bouncy Castle's
 * light API stands in where a transformation is missing, and no provider is ever registered with
 * the virtual machine.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package org.amarula.crypto.cipher;
