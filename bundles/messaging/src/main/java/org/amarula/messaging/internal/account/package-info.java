/** The credentials of a profile in its storage. */
package org.amarula.messaging.internal.account;
