/** Who comes in: the payload of the handshake decides. */
package org.amarula.sandbox.internal.login;
