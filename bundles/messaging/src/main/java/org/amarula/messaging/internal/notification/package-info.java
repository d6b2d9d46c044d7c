/** Notifications of the server about devices, identities and keys. */
package org.amarula.messaging.internal.notification;
