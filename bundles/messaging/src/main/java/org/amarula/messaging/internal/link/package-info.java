/** One login: the stream and who we are on it. */
package org.amarula.messaging.internal.link;
