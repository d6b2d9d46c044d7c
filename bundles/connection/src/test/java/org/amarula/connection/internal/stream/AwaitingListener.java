package org.amarula.connection.internal.stream;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.amarula.api.state.ConnectionState;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.Credentials;
import org.amarula.connection.StreamListener;

/** Lets a test wait for what a stream tells on another thread. */
final class AwaitingListener implements StreamListener {
  private final ConcurrentHashMap<String, CompletableFuture<Void>> told = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final CompletableFuture<DisconnectReason> end = new CompletableFuture<>();

  void await(String what) throws Exception {
    CompletableFuture.anyOf(future(what), end).get(20, TimeUnit.SECONDS);
    if (!future(what).isDone()) {
      throw new AssertionError("The stream ended before " + what + ": " + end.join());
    }
  }

  DisconnectReason end() throws Exception {
    return end.get(20, TimeUnit.SECONDS);
  }

  int count(String what) {
    return counts.getOrDefault(what, new AtomicInteger()).get();
  }

  private CompletableFuture<Void> future(String what) {
    return told.computeIfAbsent(what, key -> new CompletableFuture<>());
  }

  private void tell(String what) {
    counts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
    future(what).complete(null);
  }

  @Override
  public void onState(ConnectionState state) {
    tell(state.text());
  }

  @Override
  public void onQr(String qr, Instant expiresAt) {
    tell("qr");
  }

  @Override
  public CompletionStage<Void> onCredentials(Credentials changed, boolean paired) {
    tell(paired ? "paired" : "credentials");
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onLoggedIn(Instant serverTime) {
    tell("logged-in");
  }

  @Override
  public void onStanza(Node stanza) {
    tell("stanza");
    tell(count("stanza") + " stanzas");
  }

  @Override
  public void onEnd(DisconnectReason reason) {
    end.complete(reason);
  }
}
