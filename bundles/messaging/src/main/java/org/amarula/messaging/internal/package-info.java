/** The messenger, put together from its parts. */
package org.amarula.messaging.internal;
