/** Linking companions: by QR code and by link code, with simulated phones. */
package org.amarula.sandbox.internal.pairing;
