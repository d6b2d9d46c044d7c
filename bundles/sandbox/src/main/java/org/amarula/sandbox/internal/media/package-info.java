/** Files that clients and phones exchange, encrypted or not; nothing here looks into them. */
package org.amarula.sandbox.internal.media;
