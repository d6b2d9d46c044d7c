package org.amarula.shell.internal;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.amarula.api.AmarulaException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/**
 * What all commands share: options, help, and failures that are one sentence and never a stack
 * trace. A Gogo function; the same in Felix and in Karaf. Thread-safe, holds no state of a call.
 */
abstract class ShellCommand implements Function {
  private static final int PATIENCE_SECONDS = 120;

  private final Usage usage;

  ShellCommand(Usage usage) {
    this.usage = usage;
  }

  /** Does the work and prints. */
  abstract void run(Arguments arguments, Output out) throws Exception;

  @Override
  public final Object execute(CommandSession session, List<Object> given) {
    PrintStream console = session.getConsole();
    Arguments arguments = Arguments.parse(usage, given);
    if (arguments.has("help")) {
      console.println(usage.help());
      return null;
    }
    Output out = new Output(console, arguments.has("json"));
    try {
      run(arguments, out);
      return null;
    } catch (AmarulaException | CommandFailure | IllegalArgumentException e) {
      throw fail(out, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", "The command was interrupted.");
    } catch (Exception e) {
      throw fail(out, e);
    }
  }

  private static CommandFailure fail(Output out, Exception e) {
    CommandFailure failure =
        e instanceof CommandFailure own
            ? own
            : new CommandFailure(CommandFailure.nameOf(e), CommandFailure.sentenceOf(e));
    out.failure(failure);
    return failure;
  }

  /** Waits for a stage, within the shell's patience. */
  static <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AmarulaException known) {
        throw known;
      }
      throw new CommandFailure(
          CommandFailure.nameOf(e.getCause()), CommandFailure.sentenceOf(e.getCause()));
    } catch (TimeoutException e) {
      throw new CommandFailure("timeout", "No answer within " + PATIENCE_SECONDS + " seconds.");
    }
  }
}
