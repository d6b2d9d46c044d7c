package org.amarula.interop;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints each scenario with its outcome, and after each suite how many of it passed and failed, and
 * how many of all so far.
 */
final class Tally implements TestWatcher, AfterAllCallback {
  private static final AtomicInteger PASSED = new AtomicInteger();
  private static final AtomicInteger FAILED = new AtomicInteger();

  private final Map<Class<?>, int[]> suites = new ConcurrentHashMap<>();

  @Override
  public void testSuccessful(ExtensionContext context) {
    PASSED.incrementAndGet();
    count(context)[0]++;
    System.out.println("passed: " + name(context));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    FAILED.incrementAndGet();
    count(context)[1]++;
    System.out.println("FAILED: " + name(context));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    throw new IllegalStateException("No scenario is left out: " + name(context));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    int[] suite = suites.remove(context.getRequiredTestClass());
    if (suite == null) {
      return; // skipped, and said so
    }
    String named = context.getRequiredTestClass().getSimpleName();
    System.out.println(named + ": " + suite[0] + " passed, " + suite[1] + " failed");
    System.out.println("interop: " + PASSED + " passed, " + FAILED + " failed");
  }

  private int[] count(ExtensionContext context) {
    return suites.computeIfAbsent(context.getRequiredTestClass(), unused -> new int[2]);
  }

  private static String name(ExtensionContext context) {
    String method = context.getTestMethod().orElseThrow().getName();
    String shown = context.getDisplayName();
    return context.getRequiredTestClass().getSimpleName()
        + "."
        + (shown.startsWith(method) ? method : method + " " + shown);
  }
}
