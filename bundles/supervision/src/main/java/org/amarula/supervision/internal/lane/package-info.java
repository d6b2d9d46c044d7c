/** Serial execution on shared threads: nobody owns a thread, everybody owns an order. */
package org.amarula.supervision.internal.lane;
