/** Which devices a user has: queries, the cache and the checks of what the server says. */
package org.amarula.messaging.internal.device;
