/** What an account keeps for encryption, for looking at. */
package org.amarula.messaging.internal.keys;
