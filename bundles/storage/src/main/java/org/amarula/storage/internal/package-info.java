/** The edge to OSGi: a component that makes the embedded database a service. */
package org.amarula.storage.internal;
