package org.amarula.messaging.internal.outbox;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.amarula.api.storage.Batch;

/**
 * How a message leaves its place: what is written, and what is done once that is durable.
 *
 * @param batch what is written; may read the store, and is empty when there is nothing to write
 * @param then what follows
 * @param undo what is done when it could not be written, or null: then it is written again
 */
record Ending(Supplier<Batch> batch, Runnable then, Consumer<Throwable> undo) {
  /** One that is written until it is durable. */
  static Ending of(Supplier<Batch> batch, Runnable then) {
    return new Ending(batch, then, null);
  }
}
