package org.amarula.supervision.internal.account;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.amarula.api.group.CreatedGroup;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.group.Groups;
import org.amarula.api.group.ParticipantResult;
import org.amarula.api.jid.Jid;

/**
 * The groups as the consumer sees them: each request passes the handle's guard. Thread-safe.
 *
 * @param groups the account's groups
 * @param guard refuses on a dead handle and completes stages on the callback threads
 */
record PublishedGroups(Groups groups, Guard guard) implements Groups {
  /** What stands before each request. */
  @FunctionalInterface
  interface Guard {
    /** Makes the request, or fails. */
    <T> CompletionStage<T> call(Supplier<CompletionStage<T>> request);
  }

  @Override
  public CompletionStage<GroupMetadata> metadata(Jid group) {
    return guard.call(() -> groups.metadata(group));
  }

  @Override
  public CompletionStage<List<GroupMetadata>> all() {
    return guard.call(groups::all);
  }

  @Override
  public CompletionStage<CreatedGroup> create(String subject, Collection<Jid> participants) {
    return guard.call(() -> groups.create(subject, participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> add(Jid group, Collection<Jid> participants) {
    return guard.call(() -> groups.add(group, participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> remove(Jid group, Collection<Jid> participants) {
    return guard.call(() -> groups.remove(group, participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> promote(Jid group, Collection<Jid> participants) {
    return guard.call(() -> groups.promote(group, participants));
  }

  @Override
  public CompletionStage<List<ParticipantResult>> demote(Jid group, Collection<Jid> participants) {
    return guard.call(() -> groups.demote(group, participants));
  }

  @Override
  public CompletionStage<Void> leave(Jid group) {
    return guard.call(() -> groups.leave(group));
  }

  @Override
  public CompletionStage<Void> setSubject(Jid group, String subject) {
    return guard.call(() -> groups.setSubject(group, subject));
  }
}
