/** Our accounts and clients that others wrote, against the sandbox. */
package org.amarula.interop;
