/** What accounts tell about themselves, and to whom. */
package org.amarula.sandbox.internal.profile;
