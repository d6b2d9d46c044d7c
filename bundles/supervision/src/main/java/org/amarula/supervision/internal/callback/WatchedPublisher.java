package org.amarula.supervision.internal.callback;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A publisher whose subscribers are called as callbacks, each call measured by itself.
 *
 * @param publisher the publisher, whose executor are the callback threads
 * @param callbacks those threads
 * @param <T> the items
 */
public record WatchedPublisher<T>(Flow.Publisher<T> publisher, Callbacks callbacks)
    implements Flow.Publisher<T> {
  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    publisher.subscribe(new Watched(subscriber));
  }

  /** A subscriber each of whose calls is one callback. */
  private final class Watched implements Flow.Subscriber<T> {
    private final Flow.Subscriber<? super T> subscriber;

    Watched(Flow.Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      call(() -> subscriber.onSubscribe(subscription));
    }

    @Override
    public void onNext(T item) {
      call(() -> subscriber.onNext(item));
    }

    @Override
    public void onError(Throwable failure) {
      call(() -> subscriber.onError(failure));
    }

    @Override
    public void onComplete() {
      call(subscriber::onComplete);
    }

    // What a subscriber throws cancels its subscription, as the publisher does it.
    private void call(Runnable code) {
      Outcome outcome = new Outcome(subscriber.getClass().getName(), code);
      callbacks.call(outcome);
      if (outcome.thrown != null) {
        throw outcome.thrown;
      }
    }
  }

  /** One call of a subscriber. */
  private static final class Outcome implements Callback {
    private final String name;
    private final Runnable code;
    private RuntimeException thrown;

    Outcome(String name, Runnable code) {
      this.name = name;
      this.code = code;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void run() {
      try {
        code.run();
      } catch (RuntimeException e) {
        thrown = e;
      }
    }
  }
}
