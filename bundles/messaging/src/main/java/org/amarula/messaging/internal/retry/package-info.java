/** Asking for messages again, and answering those who ask. */
package org.amarula.messaging.internal.retry;
