/** The simulated phones: real Signal devices inside the server's process. */
package org.amarula.sandbox.internal.phone;
