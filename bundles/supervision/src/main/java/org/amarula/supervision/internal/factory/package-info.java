/** The factory of instances, and its OSGi face. */
package org.amarula.supervision.internal.factory;
