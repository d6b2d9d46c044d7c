package org.amarula.sandbox.internal.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.amarula.codec.Node;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.wire.Link;
import org.amarula.sandbox.internal.wire.LinkOwner;
import org.amarula.sandbox.tape.ReplayResult;
import org.amarula.sandbox.tape.Tape;

/**
 * Plays the server's side of a tape to a client that logs in: what the server sent is sent again in
 * its order, each stanza after the client's stanzas that came before it, which are known by their
 * shape. Ids that the client made anew are put in the places of the old ones. Confined to the lane.
 */
public final class Replay implements LinkOwner {
  private final Tape tape;
  private final boolean inTime;
  private final Duration patience;
  private final Lane lane;
  private final CompletableFuture<ReplayResult> done;
  private final Map<String, String> ids = new HashMap<>();
  private final boolean[] met;
  private final List<String> unexpected = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private Link link;
  private int at;
  private int sent;
  private int matched;
  private long turns;

  /**
   * A replay that waits for its client.
   *
   * @param inTime whether the pauses between the server's stanzas are kept
   * @param patience how long a stanza of the client's is waited for
   * @param done told how it went
   */
  public Replay(
      Tape tape,
      boolean inTime,
      Duration patience,
      Lane lane,
      CompletableFuture<ReplayResult> done) {
    this.tape = tape;
    this.inTime = inTime;
    this.patience = patience;
    this.lane = lane;
    this.done = done;
    this.met = new boolean[tape.entries().size()];
  }

  /** Which client it is for. */
  public String client() {
    return tape.client();
  }

  /** The client is here. */
  public LinkOwner begin(Link with) {
    link = with;
    lane.execute(this::proceed);
    return this;
  }

  private void proceed() {
    turns++;
    while (at < met.length && !done.isDone()) {
      Tape.Entry entry = tape.entries().get(at);
      if (entry.toServer() && !met[at]) {
        await(turns);
        return;
      }
      at++;
      if (!entry.toServer()) {
        link.send(Renaming.of(entry.node(), ids));
        sent++;
        if (inTime && pause(entry).toMillis() > 0) {
          lane.schedule(pause(entry), this::proceed);
          return;
        }
      }
    }
    end();
  }

  private Duration pause(Tape.Entry entry) {
    boolean last = at == met.length;
    return Duration.ofMillis(last ? 0 : tape.entries().get(at).at() - entry.at());
  }

  /** Goes on without a stanza that does not come. */
  private void await(long turn) {
    lane.schedule(
        patience,
        () -> {
          if (turn == turns && at < met.length && !done.isDone()) {
            missing.add(Renaming.shape(tape.entries().get(at).node()));
            at++;
            proceed();
          }
        });
  }

  @Override
  public void received(Node node) {
    String shape = Renaming.shape(node);
    for (int i = at; i < met.length; i++) {
      Tape.Entry entry = tape.entries().get(i);
      if (entry.toServer() && !met[i] && Renaming.shape(entry.node()).equals(shape)) {
        met[i] = true;
        matched++;
        entry
            .node()
            .attribute("id")
            .ifPresent(old -> node.attribute("id").ifPresent(now -> ids.put(old, now)));
        if (i == at) {
          proceed();
        }
        return;
      }
    }
    unexpected.add(shape);
  }

  @Override
  public void closed() {
    for (; at < met.length; at++) {
      if (tape.entries().get(at).toServer() && !met[at]) {
        missing.add(Renaming.shape(tape.entries().get(at).node()));
      }
    }
    end();
  }

  private void end() {
    done.complete(new ReplayResult(sent, matched, unexpected, missing));
  }
}
