/** The codec as a service. */
package org.amarula.codec.internal;
