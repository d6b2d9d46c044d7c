/** What stanzas of messages look like: pure functions, no state. */
package org.amarula.messaging.internal.stanza;
