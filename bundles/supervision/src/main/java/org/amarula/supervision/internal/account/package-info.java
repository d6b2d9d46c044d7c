/** The connection child: one account's state machine over streams that come and go. */
package org.amarula.supervision.internal.account;
