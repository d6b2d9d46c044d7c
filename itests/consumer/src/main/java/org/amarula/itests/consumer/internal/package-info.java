/** A consumer as users write it: it sees the API and nothing else. */
package org.amarula.itests.consumer.internal;
