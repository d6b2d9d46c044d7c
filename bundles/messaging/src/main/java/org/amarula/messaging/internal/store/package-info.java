/** Where an account's rows are. */
package org.amarula.messaging.internal.store;
