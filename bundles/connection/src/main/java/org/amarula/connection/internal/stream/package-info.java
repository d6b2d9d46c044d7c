/** The stream itself: its phases, its lifetime, and what is routed where. */
package org.amarula.connection.internal.stream;
