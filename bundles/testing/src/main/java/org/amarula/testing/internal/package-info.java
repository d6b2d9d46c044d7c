/** What the kit keeps to itself. */
package org.amarula.testing.internal;
