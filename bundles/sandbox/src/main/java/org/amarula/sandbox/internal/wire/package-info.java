/** One client's connection: socket, prologue, frames, Noise, nodes. */
package org.amarula.sandbox.internal.wire;
