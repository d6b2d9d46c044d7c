/** The one thread that owns the state of a server. */
package org.amarula.sandbox.internal.lane;
