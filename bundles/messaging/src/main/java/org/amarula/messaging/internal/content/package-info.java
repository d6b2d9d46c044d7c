/** What messages say: content of the API as protobuf messages and back, and their stanza shapes. */
package org.amarula.messaging.internal.content;
