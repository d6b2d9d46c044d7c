/** The kit as an extension of JUnit 5. */
package org.amarula.testing.junit;
