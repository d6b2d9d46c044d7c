/** The public keys that devices left with the server. */
package org.amarula.sandbox.internal.keys;
