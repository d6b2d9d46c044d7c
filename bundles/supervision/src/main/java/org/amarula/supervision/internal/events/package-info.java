/** How events reach consumers: in order, on callback threads, one slow consumer delaying itself. */
package org.amarula.supervision.internal.events;
