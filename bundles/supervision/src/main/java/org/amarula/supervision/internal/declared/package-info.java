/** Accounts that start with the framework: one ConfigAdmin factory configuration each. */
package org.amarula.supervision.internal.declared;
