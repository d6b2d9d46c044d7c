/** What follows a login, and the server's notes about the stream. */
package org.amarula.messaging.internal.login;
