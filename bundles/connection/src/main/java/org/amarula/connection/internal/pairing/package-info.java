/** Linking this device to an account by a QR code (spec/transport.md 7). */
package org.amarula.connection.internal.pairing;
