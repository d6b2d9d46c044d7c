/** The components that offer the protocols of this bundle as services. */
package org.amarula.crypto.internal;
