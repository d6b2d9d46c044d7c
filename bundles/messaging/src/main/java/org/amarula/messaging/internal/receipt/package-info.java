/** Receipts of others for our messages. */
package org.amarula.messaging.internal.receipt;
