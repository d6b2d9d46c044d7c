package org.amarula.interop;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints each scenario with its outcome, and after each class how many passed and failed so far.
 */
final class Tally implements TestWatcher, AfterAllCallback {
  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();

  @Override
  public void testSuccessful(ExtensionContext context) {
    PASSED.incrementAndGet();
    System.out.println("passed: " + name(context));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    FAILED.incrementAndGet();
    System.out.println("FAILED: " + name(context));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    throw new IllegalStateException("No scenario is left out: " + name(context));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (PASSED.get() + FAILED.get() == 0) {
      return; // skipped, and said so
    }
    System.out.println("interop: " + PASSED + " passed, " + FAILED + " failed");
  }

  private static String name(ExtensionContext context) {
    String method = context.getTestMethod().orElseThrow().getName();
    String shown = context.getDisplayName();
    return shown.startsWith(method) ? method : method + " " + shown;
  }
}
