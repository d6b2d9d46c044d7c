/** Small helpers for stages: failing, unwrapping, joining, and one-at-a-time work. */
package org.amarula.messaging.internal.async;
