/** Our own pre-keys, and the bundles of others. */
package org.amarula.messaging.internal.prekey;
