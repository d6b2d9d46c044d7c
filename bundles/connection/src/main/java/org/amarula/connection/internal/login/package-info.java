/** What the client tells of itself, and what the server's answer to it means. */
package org.amarula.connection.internal.login;
