/** Messages that could not be read, asked of our own phone. */
package org.amarula.messaging.internal.placeholder;
