/**
 * Messages of one account over a stream: sessions, devices, pre-keys, sends, receives, receipts. It
 * declares the ports it needs and never sees the supervision kernel.
 */
@Export
@Version("0.1.0")
package org.amarula.messaging;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
