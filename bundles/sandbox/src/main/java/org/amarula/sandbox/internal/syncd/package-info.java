/** App state: the opaque store of the server, and the eyes of the phone that owns the key. */
package org.amarula.sandbox.internal.syncd;
