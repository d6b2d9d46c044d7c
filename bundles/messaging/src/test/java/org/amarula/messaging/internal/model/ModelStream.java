package org.amarula.messaging.internal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.NotConnectedException;
import org.amarula.api.RequestRejectedException;
import org.amarula.api.ResponseTimeoutException;
import org.amarula.api.state.DisconnectReason;
import org.amarula.codec.Node;
import org.amarula.connection.NodeStream;

/**
 * One socket of one device. What is written waits in it until the server takes it, and at its end
 * only a part of that arrives; what comes is in order within a chat only.
 */
final class ModelStream implements NodeStream {
  private static final int LOSES_ONE_OF = 40;

  private final World world;
  private final ModelDevice device;
  private final Executor lane; // the account's
  private final Runnable ended;
  private final Executor out;
  private final Deque<Runnable> frames = new ArrayDeque<>(); // written, and not yet taken
  private final Map<String, Executor> chats = new HashMap<>();
  private final Map<CompletableFuture<Node>, AmarulaException> waiting = new LinkedHashMap<>();
  private final Answered answered;
  private final List<Node> waitingStanzas = new ArrayList<>(); // while the client is too slow
  private boolean held;
  private boolean over;
  private boolean active; // whether the server gives stanzas
  private int ids;

  ModelStream(World world, ModelDevice device, Executor lane, Runnable ended) {
    this.world = world;
    this.device = device;
    this.lane = lane;
    this.ended = ended;
    this.out = world.server().steps().lane();
    this.answered = new Answered(world.judge(), device.toString());
  }

  boolean isOver() {
    return over;
  }

  Answered answered() {
    return answered;
  }

  /** The socket ends; the client hears of it on its lane, if it still lives. */
  void cut() {
    if (over) {
      return;
    }
    over = true;
    int taken = frames.isEmpty() ? 0 : world.chance().nextInt(frames.size() + 1);
    for (int i = 0; i < taken; i++) {
      frames.remove().run();
    }
    frames.clear();
    lane.execute(
        () -> {
          ended.run();
          failWaiting();
        });
  }

  /** Whoever waits for an answer hears that none will come. */
  void failWaiting() {
    new LinkedHashMap<>(waiting).forEach(CompletableFuture::completeExceptionally);
  }

  /** The server gives a stanza. */
  void arrive(Node stanza) {
    if (over || !active) {
      return;
    }
    if (world.strikes(LOSES_ONE_OF)) {
      world.figures().count(Figures.Of.DROPPED);
      return; // it stays with the server
    }
    give(stanza);
  }

  /** A stanza comes in. */
  void give(Node stanza) {
    String chat = stanza.attribute("recipient").or(() -> stanza.attribute("from")).orElse("");
    in(chat, () -> onLane(stanza));
  }

  private void onLane(Node stanza) {
    if (held) {
      waitingStanzas.add(stanza);
    } else if (!over) {
      answered.given(stanza);
      world.note(device + " <- " + Brief.of(stanza));
      device.onStanza(this, stanza);
    }
  }

  private void in(String chat, Runnable task) {
    chats
        .computeIfAbsent(chat, name -> world.server().steps().lane())
        .execute(() -> lane.execute(task));
  }

  private void write(Runnable frame) {
    frames.add(frame);
    out.execute(
        () -> {
          if (!frames.isEmpty()) {
            frames.remove().run();
          }
        });
  }

  @Override
  public String nextId() {
    return "1.1-" + ++ids;
  }

  @Override
  public CompletionStage<Node> query(Node iq) {
    return exchange(() -> answer(iq), new NotConnectedException("The stream has ended."));
  }

  private Node answer(Node iq) {
    world.judge().wire().keys(device, iq);
    boolean bundles = iq.child("key").isPresent(); // whose failure leaves devices out, rightly
    if (!bundles && world.strikes(LOSES_ONE_OF)) {
      throw new RequestRejectedException(503, "service-unavailable");
    }
    Node reply = world.server().query(device, iq);
    if (!bundles && world.strikes(LOSES_ONE_OF)) {
      throw new RequestRejectedException(500, "internal-server-error"); // done all the same
    }
    if (iq.hasAttribute("xmlns", "passive")) {
      active = true;
      device.backlog(this);
    }
    return reply;
  }

  @Override
  public CompletionStage<Node> sendForAck(Node message, Duration timeout) {
    return exchange(
        () -> {
          Node ack = world.server().message(device, message);
          world.judge().taken(device, message, ack);
          if (world.strikes(LOSES_ONE_OF)) {
            throw new ResponseTimeoutException("No acknowledgement came.");
          }
          return ack;
        },
        new ResponseTimeoutException("The stream has ended."));
  }

  private CompletionStage<Node> exchange(Supplier<Node> server, AmarulaException atEnd) {
    CompletableFuture<Node> answer = new CompletableFuture<>();
    if (over) {
      answer.completeExceptionally(new NotConnectedException("The stream has ended."));
      return answer;
    }
    waiting.put(answer, atEnd);
    write(
        () -> {
          try {
            Node reply = server.get();
            in("", () -> answer.complete(reply));
          } catch (AmarulaException e) {
            in("", () -> answer.completeExceptionally(e));
          }
        });
    answer.whenComplete((reply, error) -> waiting.remove(answer, atEnd));
    return answer;
  }

  @Override
  public CompletionStage<Void> send(Node node) {
    if (over) {
      return CompletableFuture.failedFuture(new NotConnectedException("The stream has ended."));
    }
    answered.answered(node);
    world.note(device + " -> " + Brief.of(node));
    world.judge().wire().keys(device, node);
    write(() -> world.server().answer(device, node));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void hold(boolean on) {
    held = on;
    if (!on) {
      List<Node> come = List.copyOf(waitingStanzas);
      waitingStanzas.clear();
      come.forEach(stanza -> lane.execute(() -> onLane(stanza)));
    }
  }

  @Override
  public Optional<Instant> lastReceived() {
    return Optional.empty();
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }

  @Override
  public void close(DisconnectReason reason) {
    world.note(device + " closes its stream: " + reason);
    cut();
  }
}
