/** What was received and is not yet confirmed, and what was received before. */
package org.amarula.messaging.internal.inbox;
