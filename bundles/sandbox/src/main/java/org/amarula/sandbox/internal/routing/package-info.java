/** How stanzas find their way: sessions, mailboxes, messages, receipts, notifications. */
package org.amarula.sandbox.internal.routing;
