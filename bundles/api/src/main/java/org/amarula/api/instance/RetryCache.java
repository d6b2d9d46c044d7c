package org.amarula.api.instance;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The sent messages that are kept in case that a device asks for one again. */
@ProviderType
public interface RetryCache {
  /** How many messages are kept now. */
  int size();

  /** How many are kept at most. */
  int capacity();

  /** How long one is kept. */
  Duration maxAge();

  /** How often devices asked for messages, the latest first, up to {@code most} of them. */
  List<RetryCount> answered(int most);
}
