/**
 * The supervisor kernel: children, their order, their restarts and the limit of these. It knows
 * neither OSGi nor messages.
 */
package org.amarula.supervision.internal.kernel;
