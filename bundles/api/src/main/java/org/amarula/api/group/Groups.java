package org.amarula.api.group;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.amarula.api.jid.Jid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The groups of one account. Lives as long as its connection; thread-safe, and no method blocks.
 *
 * <p>Every stage fails with {@link org.amarula.api.NotConnectedException} when the account is not
 * online, with {@link org.amarula.api.StaleConnectionException} when the handle is out of use, with
 * {@link org.amarula.api.ResponseTimeoutException} when no answer came, and with {@link
 * org.amarula.api.RequestRejectedException} when the server refused: code 404 for no such group,
 * 403 for one that we are not in, 401 for what only administrators may do.
 */
@ProviderType
public interface Groups {
  /** What a group is now, from the server. */
  CompletionStage<GroupMetadata> metadata(Jid group);

  /** All groups that the account is in. */
  CompletionStage<List<GroupMetadata>> all();

  /** Creates a group with these participants; we are in it without being named. */
  CompletionStage<CreatedGroup> create(String subject, Collection<Jid> participants);

  /** Adds participants. The stage succeeds also when each of them was refused. */
  CompletionStage<List<ParticipantResult>> add(Jid group, Collection<Jid> participants);

  /** Removes participants. */
  CompletionStage<List<ParticipantResult>> remove(Jid group, Collection<Jid> participants);

  /** Makes participants administrators. */
  CompletionStage<List<ParticipantResult>> promote(Jid group, Collection<Jid> participants);

  /** Makes administrators plain participants. */
  CompletionStage<List<ParticipantResult>> demote(Jid group, Collection<Jid> participants);

  /** Leaves a group. */
  CompletionStage<Void> leave(Jid group);

  /** Gives a group another name. */
  CompletionStage<Void> setSubject(Jid group, String subject);
}
