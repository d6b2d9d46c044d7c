package org.amarula.storage.internal.sqlite;

import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for the writer.
 *
 * @param write what is to be done
 * @param result ends when the write is durable or has failed
 * @param settled run by the writer just before that; brief, throws nothing
 */
record PendingWrite(Write write, CompletableFuture<Void> result, Runnable settled) {}
