/** One instance: the children of its supervision tree and the services that stand for them. */
package org.amarula.supervision.internal.instance;
