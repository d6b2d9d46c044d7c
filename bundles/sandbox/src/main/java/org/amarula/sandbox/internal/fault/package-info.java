/** Which faults are armed. */
package org.amarula.sandbox.internal.fault;
