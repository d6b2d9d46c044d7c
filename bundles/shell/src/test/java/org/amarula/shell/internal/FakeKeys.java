package org.amarula.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.amarula.api.instance.AddressPair;
import org.amarula.api.instance.Keys;
import org.amarula.api.instance.Page;
import org.amarula.api.instance.PreKeyStatus;
import org.amarula.api.instance.RetryStatus;
import org.amarula.api.instance.SessionStatus;

/** Keys that are what a test makes them; pages hold three entries at most. */
final class FakeKeys implements Keys {
  final List<SessionStatus> sessions = new ArrayList<>();
  final List<AddressPair> addresses = new ArrayList<>();
  PreKeyStatus preKeys = new PreKeyStatus(1, 1, 0, null, 1, Instant.EPOCH, true);
  RetryStatus retries = new RetryStatus(0, 100, Duration.ofHours(1), List.of(), List.of());
  int asked;

  @Override
  public long sessionCount() {
    return sessions.stream().mapToInt(SessionStatus::devices).sum();
  }

  @Override
  public Page<SessionStatus> sessions(String after, int most) {
    return page(sessions, after, most);
  }

  @Override
  public long addressCount() {
    return addresses.size();
  }

  @Override
  public Page<AddressPair> addresses(String after, int most) {
    return page(addresses, after, most);
  }

  private <T> Page<T> page(List<T> all, String after, int most) {
    asked++;
    int from = after.isEmpty() ? 0 : Integer.parseInt(after);
    int to = Math.min(all.size(), from + Math.min(3, most));
    return new Page<>(all.subList(from, to), to == all.size() ? "" : String.valueOf(to));
  }

  @Override
  public PreKeyStatus preKeys() {
    return preKeys;
  }

  @Override
  public RetryStatus retries(int most) {
    return new RetryStatus(
        retries.cached(),
        retries.capacity(),
        retries.maxAge(),
        retries.asked().subList(0, Math.min(most, retries.asked().size())),
        retries.answered().subList(0, Math.min(most, retries.answered().size())));
  }
}
