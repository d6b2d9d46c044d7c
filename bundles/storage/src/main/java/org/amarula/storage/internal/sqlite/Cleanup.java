package org.amarula.storage.internal.sqlite;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was acquired, to be given back in reverse order. Handed from thread to thread, not shared.
 */
final class Cleanup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  private final Deque<AutoCloseable> acquired = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    acquired.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!acquired.isEmpty()) {
      AutoCloseable resource = acquired.pop();
      try {
        resource.close();
      } catch (Exception e) { // the rest is to be closed all the same
        LOG.warn("{} could not be closed.", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
