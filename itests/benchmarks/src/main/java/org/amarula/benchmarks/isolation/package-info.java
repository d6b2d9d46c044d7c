/** What one account's troubles cost the others: G19. */
package org.amarula.benchmarks.isolation;
