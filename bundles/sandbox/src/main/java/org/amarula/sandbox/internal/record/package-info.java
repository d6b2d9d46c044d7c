/** Readable, redacted transcripts of what went over the wire. */
package org.amarula.sandbox.internal.record;
