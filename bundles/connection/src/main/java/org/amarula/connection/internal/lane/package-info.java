/** The one serial executor on which all state of a stream is confined, and its timer. */
package org.amarula.connection.internal.lane;
