/**
 * Stanzas and how they travel: {@link org.amarula.codec.Node} is the value, {@link
 * org.amarula.codec.NodeCodec} turns it into the plaintext of a frame and back, {@link
 * org.amarula.codec.FrameAssembler} and {@link org.amarula.codec.Prologue} cut the byte stream.
 * Nothing here knows a socket, a key or the meaning of a stanza.
 */
@Export
@Version("0.1.0")
package org.amarula.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
