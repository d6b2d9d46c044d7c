/** Linking this device to an account by a QR code or a phone number (spec/transport.md 7, 8). */
package org.amarula.connection.internal.pairing;
