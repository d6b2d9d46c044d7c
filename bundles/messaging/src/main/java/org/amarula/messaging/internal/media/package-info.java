/** Files: where they are, and how they are read and verified. */
package org.amarula.messaging.internal.media;
