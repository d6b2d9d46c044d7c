package org.amarula.messaging.internal.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.amarula.api.jid.Jid;

/**
 * The users whose devices the server is being asked for, by the name in the question. Whoever asks
 * for one of them waits for the same answer, unless a change became known since: then the answer
 * may be older than the change, and a later one is needed. Thread-safe.
 */
final class OpenQuestions {
  private final Map<Jid, Question> open = new HashMap<>(); // guarded by this

  /** One user in one query. */
  static final class Question {
    private final Jid user;
    private final CompletableFuture<Optional<DeviceList>> answer = new CompletableFuture<>();
    private volatile boolean outdated;

    private Question(Jid user) {
      this.user = user;
    }

    Jid user() {
      return user;
    }

    /** Completes when the server has answered and the answer is kept. */
    CompletableFuture<Optional<DeviceList>> answer() {
      return answer;
    }

    /** Whether the user's devices have changed since this was asked. */
    boolean isOutdated() {
      return outdated;
    }
  }

  /** The questions about these users; those that are new are added to {@code fresh}. */
  synchronized List<Question> join(Collection<Jid> users, List<Question> fresh) {
    List<Question> all = new ArrayList<>();
    for (Jid user : users) {
      Question question = open.get(user);
      if (question == null) {
        question = new Question(user);
        open.put(user, question);
        fresh.add(question);
      }
      all.add(question);
    }
    return all;
  }

  /** The devices of a user have changed; these are the user's names. */
  synchronized void changed(Collection<Jid> names) {
    for (Jid name : names) {
      Question question = open.remove(name);
      if (question != null) {
        question.outdated = true;
      }
    }
  }

  /** It was answered, or will not be. */
  synchronized void end(Question question) {
    open.remove(question.user(), question);
  }
}
