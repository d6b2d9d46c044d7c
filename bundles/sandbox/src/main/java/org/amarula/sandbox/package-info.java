/**
 * A chat server for loopback with simulated phones: {@link org.amarula.sandbox.SandboxServer#start}
 * makes one, {@link org.amarula.sandbox.SandboxMain} runs one alone.
 */
@Export
@Version("0.1.0")
package org.amarula.sandbox;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
