/** The server's side of recorded sessions, played again. */
package org.amarula.sandbox.internal.replay;
