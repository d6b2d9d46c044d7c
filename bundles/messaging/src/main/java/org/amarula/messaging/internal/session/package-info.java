/** Sessions and identities of other devices, one record per device. */
package org.amarula.messaging.internal.session;
