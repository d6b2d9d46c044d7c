/** Requests, one handler for each namespace. */
package org.amarula.sandbox.internal.iq;
