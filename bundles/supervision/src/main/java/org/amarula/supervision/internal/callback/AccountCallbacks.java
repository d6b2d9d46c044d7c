package org.amarula.supervision.internal.callback;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.amarula.api.instance.HeldCallback;

/** The callback threads as one account uses them: it knows which of its calls are held. */
public final class AccountCallbacks implements Callbacks, AutoCloseable {
  private final Callbacks threads;
  private final Consumer<Hold> whenHeld;
  private final List<Hold> held = new ArrayList<>(); // guarded by held
  private boolean closed; // guarded by held

  /**
   * One account's view.
   *
   * @param whenHeld is told of each call that is moved aside
   */
  public AccountCallbacks(Callbacks threads, Consumer<Hold> whenHeld) {
    this.threads = threads;
    this.whenHeld = whenHeld;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public boolean call(Callback callback) {
    return threads.call(new Noted(callback));
  }

  /** The calls that are held now. */
  public List<HeldCallback> heldCallbacks() {
    synchronized (held) {
      return held.stream().map(Hold::callback).toList();
    }
  }

  /** Interrupts what is held, now and from now on: the account has ended. */
  @Override
  public void close() {
    List<Hold> left;
    synchronized (held) {
      closed = true;
      left = List.copyOf(held);
    }
    left.forEach(Hold::interrupt);
  }

  /** A call whose being held is noted. */
  private final class Noted implements Callback {
    private final Callback callback;
    private Hold own; // guarded by held
    private boolean back; // guarded by held

    Noted(Callback callback) {
      this.callback = callback;
    }

    @Override
    public String name() {
      return callback.name();
    }

    @Override
    public void run() {
      callback.run();
    }

    @Override
    public void held(Hold hold) {
      boolean late;
      synchronized (held) {
        if (back) {
          return; // it returned just now
        }
        own = hold;
        held.add(hold);
        late = closed;
        callback.held(hold);
      }
      whenHeld.accept(hold);
      if (late) {
        hold.interrupt();
      }
    }

    @Override
    public void returned() {
      synchronized (held) {
        back = true;
        held.remove(own);
        callback.returned();
      }
    }
  }
}
