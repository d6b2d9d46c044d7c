/** What all stories hold clients to, without a line in each of them. */
package org.amarula.watch;
