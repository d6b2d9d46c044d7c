/** Groups: their metadata and its cache, requests, and the server's notices of changes. */
package org.amarula.messaging.internal.group;
