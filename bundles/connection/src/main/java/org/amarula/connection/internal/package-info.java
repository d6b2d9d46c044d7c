/** The component that registers the opener of streams. */
package org.amarula.connection.internal;
