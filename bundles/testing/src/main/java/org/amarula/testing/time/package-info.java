/** Time that moves only when told to. */
package org.amarula.testing.time;
