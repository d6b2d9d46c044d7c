/** Tokens that go along with messages: trusted contact tokens and reporting tokens. */
package org.amarula.messaging.internal.token;
