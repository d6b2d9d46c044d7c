/** What the server counted and what it would not accept. */
package org.amarula.sandbox.internal.ledger;
