package org.amarula.sandbox.internal.routing;

import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;

/** The last few hundred ids that were added. Confined to the lane. */
final class RecentIds extends AbstractSet<String> {
  private static final int KEPT = 256;

  private final Set<String> ids = new HashSet<>(4);
  private final Queue<String> order = new ArrayDeque<>(4);

  @Override
  public boolean add(String id) {
    boolean added = ids.add(id);
    if (added) {
      order.add(id);
      if (order.size() > KEPT) {
        ids.remove(order.remove());
      }
    }
    return added;
  }

  @Override
  public boolean remove(Object id) {
    order.remove(id);
    return ids.remove(id);
  }

  @Override
  public Iterator<String> iterator() {
    return Set.copyOf(ids).iterator();
  }

  @Override
  public int size() {
    return ids.size();
  }
}
