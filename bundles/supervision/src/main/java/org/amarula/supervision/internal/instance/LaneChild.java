package org.amarula.supervision.internal.instance;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.AmarulaException;
import org.amarula.api.CrashedException;
import org.amarula.api.instance.ConversationSender;
import org.amarula.api.instance.Custodian;
import org.amarula.api.instance.CustodianSupervisor;
import org.amarula.api.instance.SenderSupervisor;
import org.amarula.api.jid.Jid;
import org.amarula.messaging.Custodians;
import org.amarula.messaging.Senders;
import org.amarula.supervision.internal.kernel.Child;
import org.amarula.supervision.internal.lane.Failures;
import org.amarula.supervision.internal.lane.KeyedLanes;
import org.amarula.supervision.internal.lane.LaneRules;
import org.amarula.supervision.internal.lane.LaneStatus;

/**
 * A dynamic supervisor of keyed lanes: the senders, one per recipient, or the custodians, one per
 * remote user. Its children are temporary: started on first use, ended when idle or when they
 * crash, and started afresh by the next use.
 */
abstract class LaneChild implements Child {
  final KeyedLanes<Jid> lanes;

  private LaneChild(KeyedLanes<Jid> lanes) {
    this.lanes = lanes;
  }

  @Override
  public Object service() {
    return this;
  }

  @Override
  public void revoke() {
    lanes.halt(); // what is parked must not begin beside what the successor does
  }

  @Override
  public void fence(AmarulaException reason) {
    lanes.end(reason);
  }

  @Override
  public List<String> children() {
    return lanes.keys().stream().map(Jid::redacted).sorted().toList();
  }

  /** How many operations wait or run. */
  public int pending() {
    return lanes.pending();
  }

  /** Crashes one lane on purpose; false when there is none. */
  boolean crash(Jid user, Throwable cause) {
    return lanes.crash(user.toUser(), cause);
  }

  Optional<LaneStatus> status(Jid user) {
    return Optional.ofNullable(lanes.status().get(user.toUser()));
  }

  /** One sender per recipient; a person that has two names has one under each, in one order. */
  static final class OfSenders extends LaneChild implements Senders, SenderSupervisor {
    OfSenders(KeyedLanes<Jid> lanes) {
      super(lanes);
    }

    @Override
    public <T> CompletionStage<T> run(Jid recipient, Supplier<CompletionStage<T>> task) {
      return runAll(List.of(recipient), task);
    }

    @Override
    public <T> CompletionStage<T> runAll(Collection<Jid> names, Supplier<CompletionStage<T>> task) {
      CompletionStage<T> sent = lanes.runAll(names.stream().map(Jid::toUser).toList(), task);
      return sent.exceptionallyCompose(failure -> CompletableFuture.failedFuture(typed(failure)));
    }

    // What nobody foresaw crashed the sender; the consumer is told that, and the log the rest.
    private static Throwable typed(Throwable failure) {
      Throwable cause = Failures.unwrap(failure);
      return LaneRules.isUnforeseen(cause) ? new CrashedException("sender") : cause;
    }

    @Override
    public List<String> recipients() {
      return children();
    }

    @Override
    public Optional<ConversationSender> find(Jid recipient) {
      return status(recipient)
          .map(lane -> new ConversationSender(recipient.redacted(), lane.since(), lane.pending()));
    }
  }

  /** One custodian per remote user. */
  static final class OfCustodians extends LaneChild implements Custodians, CustodianSupervisor {
    OfCustodians(KeyedLanes<Jid> lanes) {
      super(lanes);
    }

    @Override
    public <T> CompletionStage<T> run(Jid user, Supplier<CompletionStage<T>> operation) {
      return lanes.run(user.toUser(), operation);
    }

    @Override
    public <T> CompletionStage<T> runAll(
        Collection<Jid> users, Supplier<CompletionStage<T>> operation) {
      return lanes.runAll(users.stream().map(Jid::toUser).toList(), operation);
    }

    @Override
    public List<String> users() {
      return children();
    }

    @Override
    public Optional<Custodian> find(Jid user) {
      return status(user).map(lane -> new Custodian(user.redacted(), lane.since(), lane.pending()));
    }
  }
}
