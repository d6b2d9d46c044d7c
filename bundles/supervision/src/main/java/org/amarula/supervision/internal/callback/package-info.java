/** The threads on which user code runs: bounded, watched, and replaced when they are held. */
package org.amarula.supervision.internal.callback;
